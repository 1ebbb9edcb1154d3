// The chat page: puts the parts together.

import { Api, Over } from "./api.js";
import { whenLeaving } from "./exit.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { make } from "./text.js";
import { Typing } from "./typing.js";

const SLOW = 500; // milliseconds before the dots are shown
const NEAR = 160; // pixels from the end that still count as reading the end

const at = (id) => document.getElementById(id);
const [form, text, dots, notice] = ["form", "text", "dots", "notice"].map(at);
const page = document.documentElement;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let words = JSON.parse(document.body.dataset.words);
let dotsLater = 0;

const api = new Api();
const log = new Log(at("log"), () => words, press);
const typing = new Typing(at("typing"), () => api.types());
const outbox = new Outbox({ send: (body) => api.send(body), replied, over: () => over(), busy });

// --- the conversation -----------------------------------------------------------------------------

async function begin() {
  tell("");
  at("numbers").hidden = true;
  if (api.resume()) {
    const note = log.note(words.opened_again);
    outbox.go(true);
    return follow("0", () => (note.remove(), api.forget(), begin()));
  }
  busy(true);
  try {
    const messages = await api.start(page.lang, wantedFlow());
    messages.forEach((message) => log.show(message));
    outbox.go(true);
    follow(messages.at(-1)?.id ?? "0", () => over());
  } catch {
    tell(words.cannot_start, words.try_again, begin);
    at("numbers").hidden = false;
  } finally {
    busy(false);
  }
}

/** The flow that the page's address names, if it names one. */
function wantedFlow() {
  const flow = new URLSearchParams(location.search).get("flow") ?? "";
  return /^[a-z][a-z0-9_]{0,63}(-[A-Za-z0-9]{1,32})?$/.test(flow) ? flow : undefined;
}

async function follow(after, whenOver) {
  try {
    await api.listen(after, arrived, happens);
  } catch (error) {
    if (!(error instanceof Over)) throw error;
    whenOver();
  }
}

function happens(name) {
  if (name === "typing") typing.show(words.typing);
  else typing.person(name === "person");
}

function arrived(message) {
  if (message.from === "adviser") typing.show("");
  const wasAtEnd = innerHeight + scrollY >= page.scrollHeight - NEAR;
  log.show(message);
  if (wasAtEnd) scrollTo({ top: page.scrollHeight, behavior: motion() });
}

/** The conversation was erased, here or in another tab: only the farewell may stay in sight. */
function over(farewell = []) {
  typing.person(false);
  api.forget();
  outbox.hold();
  log.clear(farewell);
  tell(words.over, words.start_again, begin);
}

function say(shown, body) {
  const bubble = log.hers(shown);
  const show = (state, retry) => {
    log.state(bubble, state, retry);
    if (state !== "failed" && state !== "waiting") return;
    // She must not wait for us to learn whom to call.
    if (body.text === words.urgent_word) at("numbers").hidden = false;
    scrollTo({ top: page.scrollHeight, behavior: motion() });
  };
  outbox.add({ bubble, body: () => body, show });
  scrollTo({ top: page.scrollHeight, behavior: motion() });
}

function press(choice, bubble, button) {
  const body = () => ({ choice: choice.id, pressed: bubble.dataset.id });
  if (choice.isTick) return tick(bubble, button);
  bubble.querySelector(".chosen")?.classList.remove("chosen");
  button.classList.add("chosen");
  const hers = log.hers(ticked(bubble) || choice.label);
  outbox.add({ bubble: hers, body, button, show: (...state) => log.state(hers, ...state) });
  scrollTo({ top: page.scrollHeight, behavior: motion() });
}

function tick(bubble, button) {
  const wasOn = button.getAttribute("aria-pressed") === "true";
  const { token } = button.dataset;
  const choice = wasOn ? token.replace(":", ":-") : token;
  const body = () => ({ choice, pressed: bubble.dataset.id });
  button.setAttribute("aria-pressed", String(!wasOn));
  bubble.pending = (bubble.pending ?? 0) + 1;
  const show = (state, retry) => {
    if (state === "sent" || state === "refused") bubble.pending -= 1;
    log.state(bubble, state, retry);
  };
  outbox.add({ body, show });
}

const ticked = (bubble) =>
  Array.from(bubble.querySelectorAll('[aria-pressed="true"] > span'), (label) => label.textContent).join("\n");

function replied(answer, item) {
  const bubbles = answer.messages.map((message) => log.show(message));
  if (answer.over) return over(bubbles);
  if (!item.bubble) return;
  item.bubble.scrollIntoView({ block: "start", behavior: motion() });
  // Who chose with the keyboard goes on at the next choices, not behind the ones already used.
  if (item.button && item.button === document.activeElement) {
    bubbles.at(-1)?.querySelector(".choices")?.focus({ preventScroll: true });
  }
}

// --- the page -------------------------------------------------------------------------------------

const motion = () => (calm.matches ? "auto" : "smooth");

function busy(is) {
  clearTimeout(dotsLater);
  if (is) dotsLater = setTimeout(showDots, SLOW);
  else dots.hidden = true;
  if (!is) at("status").textContent = "";
}

function showDots() {
  dots.hidden = false;
  at("status").textContent = words.working;
}

function tell(sentence, label, action) {
  notice.replaceChildren(sentence);
  if (!label) return;
  const button = make("button", { type: "button", class: "plain" }, label);
  button.addEventListener("click", action);
  notice.append(" ", button);
}

function fit() {
  form.querySelector("[type=submit]").disabled = text.value.trim() === "";
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

async function changeLanguage(language) {
  const { textContent: name, dataset } = at("language").selectedOptions[0];
  say(name, dataset.choice ? { choice: dataset.choice } : { text: name, language });
  history.replaceState(null, "", `/chat?language=${language}`);
  const response = await fetch(`/chat/words.json?language=${language}`, { credentials: "omit" });
  const fresh = await response.json();
  words = fresh.words;
  page.lang = fresh.language;
  page.dir = fresh.direction;
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = words[place.dataset.word];
  for (const place of document.querySelectorAll("[data-word-label]")) {
    place.setAttribute("aria-label", words[place.dataset.wordLabel]);
  }
  text.placeholder = words.placeholder;
  Object.assign(at("presses").dataset, { two: words.exit_two_more, one: words.exit_one_more });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const written = text.value.trim();
  if (!written) return;
  text.value = "";
  fit();
  say(written, { text: written });
});

text.addEventListener("input", fit);
text.addEventListener("input", () => typing.hers());
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

for (const button of document.querySelectorAll("[data-says]")) {
  button.addEventListener("click", () => say(button.textContent, { text: words[button.dataset.says] }));
}

at("language")?.addEventListener("change", (event) => changeLanguage(event.target.value));
addEventListener("offline", () => tell(words.offline));
addEventListener("online", () => (tell(""), outbox.go()));
whenLeaving(() => api.eraseAndGo());

at("dock").hidden = false;
fit();
begin();
