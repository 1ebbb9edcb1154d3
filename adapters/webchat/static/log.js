// The conversation as she sees it.

import { make, paragraphs } from "./text.js";

const NOT_STORED = "0"; // the id of every message that was not stored
const SLOW = 800; // milliseconds before "Sending" is worth saying
const ROW = { choices: 3, letters: 36 };

export class Log {
  #root;
  #words;
  #pressed;
  #bubbles = new Map(); // message id -> bubble; a message that replaces another shares its bubble

  /** `words()` gives the words of the page, `pressed(choice, bubble, button)` hears every choice. */
  constructor(root, words, pressed) {
    this.#root = root;
    this.#words = words;
    this.#pressed = pressed;
  }

  clear(but = []) {
    this.#bubbles.clear();
    this.#root.replaceChildren(...but);
  }

  note(text) {
    const note = make("p", { class: "note" }, text);
    this.#root.append(note);
    return note;
  }

  hers(text) {
    const said = make("b", { class: "unseen" }, `${this.#words().said_by_you}: `);
    const bubble = make("div", { class: "bubble hers", dir: "auto" }, said, ...paragraphs(text));
    this.#root.append(bubble);
    return bubble;
  }

  /** Shows a message once, however often it comes. Returns its bubble. */
  show(message) {
    const known = this.#bubbles.get(message.id);
    if (known && message.id !== NOT_STORED) return known;
    const earlier = this.#bubbles.get(message.replaces);
    const bubble = earlier ?? this.#place(message);
    this.#bubbles.set(message.id, bubble);
    bubble.dataset.id = message.id;
    if (earlier && this.#ticks(bubble, message)) return bubble;
    this.#fill(bubble, message);
    return bubble;
  }

  /** Says below a bubble what became of it, with a way to try again. */
  state(bubble, state, retry) {
    clearTimeout(bubble.slow);
    bubble.querySelector(":scope > .state")?.remove();
    if (state === "sending") bubble.slow = setTimeout(() => this.#tell(bubble, "sending"), SLOW);
    else if (state !== "sent") this.#tell(bubble, state, retry);
  }

  #tell(bubble, state, retry) {
    const words = this.#words();
    const text = { sending: words.sending, waiting: words.waiting }[state] ?? words.not_sent;
    const line = make("p", { class: `state ${state}` }, text);
    if (retry) {
      const again = make("button", { type: "button", class: "plain" }, words.try_again);
      again.addEventListener("click", retry);
      line.append(" ", again);
    }
    bubble.append(line);
  }

  /** In the order of ids among the guide's messages, also when one comes late; without one, at the end. */
  #place(message) {
    const bubble = make("div", { class: `bubble ${message.from}` });
    bubble.order = message.id === NOT_STORED ? NaN : Number(message.id);
    const later = [...this.#root.children].find((other) => other.order > bubble.order);
    this.#root.insertBefore(bubble, later ?? null);
    return bubble;
  }

  #fill(bubble, message) {
    const focused = bubble.contains(document.activeElement) && document.activeElement.dataset.token;
    const speaker = message.name ?? this.#words().said_by_guide;
    const said = make("b", { class: message.name ? "name" : "unseen" }, make("bdi", {}, speaker));
    bubble.lang = message.language;
    bubble.dir = message.direction;
    const spoken = make("div", { class: "words" }, said, ...paragraphs(message.text));
    if (message.recording) spoken.append(this.#recording(message.recording));
    bubble.text = message.text;
    bubble.replaceChildren(spoken, ...this.#choices(bubble, message));
    if (focused) (find(bubble, focused) ?? bubble.querySelector(".choices"))?.focus();
  }

  /** Nothing is fetched before she presses play. */
  #recording(address) {
    const label = this.#words().listen;
    const player = make("audio", { controls: "", preload: "none", src: address, "aria-label": label });
    return make("p", { class: "listen" }, make("span", {}, label), player);
  }

  #choices(bubble, message) {
    if (message.choices.length === 0) return [];
    const label = this.#words().choices;
    const shape = message.multiple ? "ticks" : fitsOneRow(message.choices) ? "row" : "stack";
    const group = make("div", { class: `choices ${shape}`, role: "group", tabindex: "-1", "aria-label": label });
    for (const choice of message.choices) group.append(this.#choice(bubble, message, choice));
    return [group];
  }

  #choice(bubble, message, choice) {
    const isTick = Boolean(message.multiple) && !isLast(choice);
    const button = make(
      "button",
      { type: "button", "data-token": bare(choice.id), class: message.multiple && !isTick ? "button" : undefined },
      make("span", {}, choice.label),
    );
    if (choice.hint) button.append(make("small", {}, choice.hint));
    if (isTick) button.setAttribute("aria-pressed", String(Boolean(choice.ticked)));
    button.addEventListener("click", () => this.#pressed({ ...choice, isTick }, bubble, button));
    return button;
  }

  /** The same list with other ticks: only what changed is touched, so nothing is read out again. */
  #ticks(bubble, message) {
    const buttons = [...bubble.querySelectorAll("[data-token]")];
    const same =
      message.multiple &&
      bubble.text === message.text &&
      buttons.map((button) => button.dataset.token).join("\n") ===
        message.choices.map((choice) => bare(choice.id)).join("\n");
    if (!same) return false;
    if (bubble.pending) return true; // she is ahead of us; the last answer will tell
    for (const [index, choice] of message.choices.entries()) {
      if (!isLast(choice)) buttons[index].setAttribute("aria-pressed", String(Boolean(choice.ticked)));
    }
    return true;
  }
}

const isLast = (choice) => choice.id.endsWith(":done");

/** The token of a ticked choice says "take it back"; without that it names the choice. */
export const bare = (token) => token.replace(":-", ":");

const find = (bubble, token) => bubble.querySelector(`[data-token="${CSS.escape(bare(token))}"]`);

function fitsOneRow(choices) {
  const letters = choices.reduce((sum, choice) => sum + choice.label.length, 0);
  return choices.length <= ROW.choices && letters <= ROW.letters && !choices.some((choice) => choice.hint);
}
