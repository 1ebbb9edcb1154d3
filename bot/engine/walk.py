"""A walk through flows within one turn: made for the turn, thrown away after it."""

from collections.abc import Callable, Mapping

from bot.engine.answers import Answers
from bot.engine.choosing import by_number, tick
from bot.engine.effects import Effect, OpenCase
from bot.engine.leaving import lasting
from bot.engine.machine import Cursor, FlowMachine, fire
from bot.engine.open_answers import NOT_TAKEN, Taken, read_result, taken_from
from bot.engine.place import place_of, state_at
from bot.engine.saying import result_of, say_of
from bot.engine.session import Answer, Session
from bot.engine.state import (
    ALREADY_OPEN,
    BLOCKED,
    DONE,
    NEXT,
    OPENED,
    TICKED,
    Flow,
    State,
    StateKind,
)
from bot.messages import UNTICK, Say

HOPS_AT_MOST = 20  # states passed in one turn; the checks refuse loops
TRAIL_AT_MOST = 8  # how far "back" reaches


class TooManyHops(Exception):
    """A turn ran in circles."""


class Walk:
    __slots__ = (
        "_before",
        "_cursor",
        "_flows",
        "_found",
        "_hops",
        "_machines",
        "_standing",
        "_trail",
        "effects",
        "lost",
        "place",
        "pressed",
        "pressed_at",
        "turns",
    )

    def __init__(
        self,
        flows: Mapping[str, Flow],
        machines: Mapping[str, FlowMachine],
        standing: Mapping[str, Say],
        session: Session | None,
        found: Mapping[str, str],
    ) -> None:
        self._flows = flows
        self._machines = machines
        self._standing = standing
        self._found = found
        self._hops = 0
        self.effects: list[Effect] = []
        started = session or Session("", "")
        self._cursor = Cursor(started.flow, started.state, dict(started.answers))
        self._trail = started.trail
        self.lost = started.lost
        self.turns = started.turns
        self.pressed = started.pressed
        self.pressed_at = started.pressed_at
        self.place = place_of(flows, session)
        if state := state_at(flows, started.key):
            self._cursor.state = state.name
        self._before = self.key if self.waits else ""

    def session(self) -> Session | None:
        """Where the walk ended, to be stored."""
        cursor, pressed = self._cursor, (self.pressed, self.pressed_at)
        if not cursor.flow:
            return None
        answers = lasting(self._flows, cursor.answers, cursor.flow)
        counts = (self.lost, self.turns)
        return Session(cursor.flow, cursor.state, answers, self._trail, *counts, *pressed)

    @property
    def key(self) -> str:
        return f"{self._cursor.flow}.{self._cursor.state}"

    @property
    def answers(self) -> dict[str, Answer]:
        return self._cursor.answers

    def result(self, look_up: str, about: str = "") -> str:
        """Errors raised: Wants when it has not been made yet."""
        return result_of(self._found, look_up, about)

    @property
    def state(self) -> State | None:
        flow = self._flows.get(self._cursor.flow)
        return flow.states.get(self._cursor.state) if flow else None

    @property
    def waits(self) -> bool:
        return self.state is not None and self.state.waits

    def notice(self, key: str) -> None:
        """Something the guide itself says."""
        self.effects.append(Say(key))

    def question(self, *, again: bool = False) -> None:
        """Ask the present question."""
        if self.state is not None:
            self.effects.append(self._say(self.state, again=again))

    def go_to(self, target: str) -> None:
        """To another flow: at its start, its old answers forgotten, or at `flow.state`."""
        self._enter(target)
        self.lost = 0
        self._settle()

    def _enter(self, target: str) -> None:
        flow, _, state = target.partition(".")
        if not state:
            self._forget(flow)
        self._cursor.flow = flow
        self._cursor.state = state or self._flows[flow].start

    def _forget(self, flow: str) -> None:
        if self._flows[flow].keeps:
            return
        answers = self._cursor.answers
        for key in [key for key in answers if key.startswith(f"{flow}.")]:
            del answers[key]

    def back(self) -> bool:
        """To the question before this one; False when there is none."""
        while self._trail:
            key, self._trail = self._trail[-1], self._trail[:-1]
            if self._stand_at(key):
                self._before = ""
                self._settle()
                return True
        return False

    def _stand_at(self, key: str) -> bool:
        state = state_at(self._flows, key)
        if state is None or not state.waits:
            return False
        self._cursor.flow, self._cursor.state = key.partition(".")[0], state.name
        return True

    def choose_at(self, key: str, choice: str) -> bool:
        """Choose at any question, even one passed long ago; False when it is not asked any more."""
        state = state_at(self._flows, key)
        chosen = choice.removeprefix(UNTICK)
        if state is None or chosen not in state.choices:
            return False
        self._cursor.flow, self._cursor.state = key.partition(".")[0], state.name
        self.choose((chosen,), pressed=True, back=chosen != choice)
        return True

    def offered_by_number(self, words: str) -> tuple[str, ...]:
        """The choices of the present question that typed numbers mean."""
        return by_number(self.state, self.offered(), words)

    def offered(self) -> tuple[str, ...]:
        """What the present question offers."""
        return self.state.offered(self._answers()) if self.state else ()

    def _answers(self) -> Answers:
        return Answers(self._cursor.answers, self._cursor.flow)

    def choose(
        self, choices: tuple[str, ...], *, pressed: bool = False, back: bool = False
    ) -> None:
        """Take what she chose at the present question; `back`: she takes ticks back."""
        state = self.state
        self.lost = 0
        if state is None:
            return
        if state.kind is StateKind.TICK:
            self._tick(state, choices, pressed=pressed, back=back)
        else:
            self._cursor.answers[self.key] = choices
            self._leave(choices[0])

    def answer(self, text: str) -> bool:
        """Take her words as the answer to an open question; False when it cannot be read as one."""
        state = self.state
        taken = taken_from(state, text, self._answers(), self.result) if state else NOT_TAKEN
        if not taken.trigger:
            return False
        self.lost = 0
        self._leave(self._kept(taken))
        return True

    def answer_at(self, target: str, text: str) -> None:
        """Take this as the answer to an open question that she was not asked; ask it where it
        cannot be read as one."""
        self._enter(target)
        if not self.answer(text):
            self._settle()

    def _kept(self, taken: Taken) -> str:
        """Where it leads."""
        for name in self.state.forgets if self.state else ():
            self._cursor.answers.pop(f"{self._cursor.flow}.{name}", None)
        if taken.answer:
            self._cursor.answers[self.key] = taken.answer
        self.effects += [taken.effect] if taken.effect else []
        return taken.trigger

    def _tick(self, state: State, choices: tuple[str, ...], *, pressed: bool, back: bool) -> None:
        key = self.key
        answers = self._cursor.answers
        answers[key], is_done = tick(state, answers.get(key, ()), choices, back=back)
        if set(choices) - {state.none, DONE}:  # what a tick leads to at once comes before "done"
            fire(self._machines[self._cursor.flow], TICKED, self._cursor)
        if self.key != key:
            self._settle()
        elif is_done:
            self._leave(DONE)
        else:
            self._arrive(pressed=pressed)

    def _leave(self, trigger: str) -> None:
        fire(self._machines[self._cursor.flow], trigger, self._cursor)
        self._settle()

    def _settle(self) -> None:
        """Walk on through states that do not wait."""
        while True:
            self._hops += 1
            if self._hops > HOPS_AT_MOST:
                raise TooManyHops(self.key)
            state = self._flows[self._cursor.flow].states[self._cursor.state]
            if state.waits:
                self._arrive()
                return
            if state.kind is StateKind.CLOSE:
                self.effects.append(self._say(state))
                return
            if trigger := _PASS[state.kind](self, state):
                fire(self._machines[self._cursor.flow], trigger, self._cursor)

    def _arrive(self, *, pressed: bool = False) -> None:
        if self._before and self._before != self.key:
            self._trail = (*self._trail, self._before)[-TRAIL_AT_MOST:]
        self._before = self.key
        state = self._flows[self._cursor.flow].states[self._cursor.state]
        replaces = self.pressed.rpartition("@")[2] if pressed else ""
        self.effects.append(self._say(state, replaces=replaces))

    def _say(self, state: State, *, again: bool = False, replaces: str = "") -> Say:
        standing = None if again or replaces else self._standing.get(self.key)
        if standing is not None:
            return standing
        flow = self._flows[self._cursor.flow]
        return say_of(flow, state, self._answers(), self._found, again=again, replaces=replaces)

    def _pass_say(self, state: State) -> str:
        self.effects.append(self._say(state))
        return NEXT

    def _pass_do(self, state: State) -> str:
        effect = state.effect(self._answers()) if state.effect else None
        return self._kept(Taken(NEXT, effect=effect))

    def _pass_look_up(self, state: State) -> str:
        about = state.about(self._answers()) if state.about else ""
        return self._kept(read_result(self.result(state.look_up, about)))

    def _pass_handoff(self, state: State) -> str:
        if (found := self._pass_look_up(state)) in {ALREADY_OPEN, BLOCKED}:
            return found
        consents = state.consents(self._answers()) if state.consents else ()
        self.effects.append(OpenCase(state.queue, consents))
        return OPENED

    def _pass_go(self, state: State) -> str:
        self._enter(state.goes_to)
        return ""


_PASS: Mapping[StateKind, Callable[[Walk, State], str]] = {
    StateKind.SAY: Walk._pass_say,
    StateKind.ROUTE: lambda _walk, _state: NEXT,
    StateKind.DO: Walk._pass_do,
    StateKind.LOOK_UP: Walk._pass_look_up,
    StateKind.HANDOFF: Walk._pass_handoff,
    StateKind.GO: Walk._pass_go,
}
