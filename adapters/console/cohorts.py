"""The course in groups, for those who lead one: open it, see how far it is, move it, end it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.cohort_view import LOCAL, CohortView
from adapters.console.console import Console
from adapters.console.forms import BadForm, Form
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from bot.cohorts import facilitating as ask
from bot.cohorts.codes import LINK
from bot.cohorts.facilitating import Facilitating, NotDone, may_see
from bot.cohorts.model import SIZE_AT_LEAST, SIZE_AT_MOST, USUAL_SIZE
from bot.cohorts.ports import CohortReader
from bot.desk.model import Role
from bot.desk.roles import Permission

COHORTS = "/console/cohorts"
CHANGES = {
    "new_code": ask.NewCode,
    "close": ask.CloseCode,
    "put_off": ask.PutOff,
    "end": ask.EndCohort,
}
NEVER = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
"""Stands for what cannot be read: it is refused as no time for a meeting."""
YEARS_FROM, YEARS_TO = 2000, 2200


class Invitation(NamedTuple):
    """A way to the chat that leads straight into a group."""

    channel: str
    link: str


class Guides(NamedTuple):
    """The facilitator's guide: the languages there are, and how it is made."""

    languages: Sequence[str]
    make: Callable[[str], bytes]


class CohortsPage:
    """`invite`: the links for what a link gives to the chat."""

    def __init__(
        self,
        console: Console,
        reader: CohortReader,
        invite: Callable[[str], Sequence[Invitation]],
        guides: Guides,
    ) -> None:
        self._console = console
        self._reader = reader
        self._invite = invite
        self._guides = guides
        self._facilitating = Facilitating(console.clock)

    def routes(self) -> list[ConsoleRoute]:
        leads, one = Permission.COHORTS, f"{COHORTS}/{{id:int}}"
        return [
            ConsoleRoute(COHORTS, self.page, leads),
            ConsoleRoute(f"{COHORTS}/open", self.open, leads, ("POST",)),
            ConsoleRoute(one, self.cohort, leads),
            ConsoleRoute(f"{one}/change", self.change, leads, ("POST",)),
            ConsoleRoute(f"{COHORTS}/guide/{{language}}.pdf", self.guide, leads),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        zone = self._console.plan.queue("").zone.key
        given = Form([("zone", zone), ("size", str(USUAL_SIZE)), ("time", "18:00")])
        return await self._list(request, who, given)

    async def _list(self, request: Request, who: Signed, given: Form, why: str = "") -> Response:
        console, now = self._console, self._console.clock()
        words, language = console.pages.words(request), console.pages.language(request)
        own = who.adviser.id if who.adviser.role is Role.ADVISER else None
        cohorts = await console.read(self._reader.cohorts, own)
        views = [(one, CohortView(one, words, language, console.catalogue)) for one in cohorts]
        return console.pages.render(
            request,
            "cohorts.html",
            who,
            status=409 if why else 200,
            lines=[
                (one, view.moment(one.meetings[0]), one.open_steps(now), view.status(now))
                for one, view in views
            ],
            languages=list(console.catalogue.languages.values()),
            given=given,
            why=why,
            least=SIZE_AT_LEAST,
            most=SIZE_AT_MOST,
        )

    async def open(self, request: Request, who: Signed) -> Response:
        form, words = form_of(request), self._console.pages.words(request)
        if form["language"] not in self._console.catalogue.languages:
            raise BadForm(400, "refusals.malformed")
        item = ask.OpenCohort(
            who.adviser.id,
            form["name"],
            form["language"],
            form["place"],
            form["zone"].strip(),
            _local(form),
            form.number("size") or 0,
            form["key"],
        )
        done = await self._console.do(self._facilitating.open, item)
        if isinstance(done, NotDone):
            return await self._list(request, who, form, words[f"cohorts.not_{done}"])
        return to_page(f"{COHORTS}/{done.id}")

    async def cohort(self, request: Request, who: Signed, why: str = "") -> Response:
        console, now = self._console, self._console.clock()
        cohort = await console.read(self._reader.cohort, request.path_params["id"])
        if cohort is None or not may_see(who.adviser, cohort):
            raise BadForm(404, "cohorts.not_no_such_group")
        words, language = console.pages.words(request), console.pages.language(request)
        view = CohortView(cohort, words, language, console.catalogue)
        progress = await console.read(self._reader.progress, cohort.id)
        number = cohort.next_number(now)
        return console.pages.render(
            request,
            "cohort.html",
            who,
            status=409 if why else 200,
            cohort=cohort,
            status_in_words=view.status(now),
            is_over=cohort.is_over(now),
            may_be_joined=cohort.may_be_joined(now),
            next_line=number and view.moment(cohort.meetings[number - 1]),
            next_at=cohort.meetings[number - 1].strftime(LOCAL) if number else "",
            members=await console.read(self._reader.numbers, cohort.id),
            lines=view.lines(progress, now),
            invitations=self._invite(f"{LINK}{cohort.code}"),
            guides=[console.catalogue.language(one) for one in self._guides.languages],
            why=why,
        )

    async def change(self, request: Request, who: Signed) -> Response:
        form, id_ = form_of(request), request.path_params["id"]
        item = _change_of(form, who.adviser.id, id_)
        done = await self._console.do(self._facilitating.change, item)
        if isinstance(done, NotDone):
            words = self._console.pages.words(request)
            return await self.cohort(request, who, words[f"cohorts.not_{done}"])
        return to_page(f"{COHORTS}/{id_}")

    async def guide(self, request: Request, _who: Signed) -> Response:
        language = request.path_params["language"]
        if language not in self._guides.languages:
            raise BadForm(404, "cohorts.no_guide")
        made = await self._console.read(self._guides.make, language)
        named = f'attachment; filename="guide-{language}.pdf"'
        return Response(made, media_type="application/pdf", headers={"Content-Disposition": named})


def _change_of(form: Form, by: int, cohort_id: int) -> ask.ChangeCohort:
    version, wanted = form.number("version") or 0, form["change"]
    if wanted == "move":
        return ask.MoveNext(by, cohort_id, version, _moment(form["to"]))
    if wanted not in CHANGES:
        raise BadForm(400, "refusals.malformed")
    return CHANGES[wanted](by, cohort_id, version)


def _local(form: Form) -> datetime:
    return _moment(f"{form['day'].strip()}T{form['time'].strip()}")


def _moment(text: str) -> datetime:
    """By the clocks of the group's place."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return NEVER
    is_near = read.year in range(YEARS_FROM, YEARS_TO)  # no zone takes it out of the calendar
    return read.replace(tzinfo=None, second=0, microsecond=0) if is_near else NEVER
