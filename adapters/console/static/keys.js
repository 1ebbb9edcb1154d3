// Keys of one letter, while nobody is writing. They can be switched off (WCAG 2.1.4).

import { all, at, isWriting } from "./dom.js";
import { isOn } from "./prefs.js";

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => current()?.querySelector("a:not([hidden])")?.click(),
  c: () => (current()?.querySelector("[data-claim]:not([hidden]) button") ?? document.querySelector('[data-can="claim"]:not([hidden]) button'))?.click(),
  r: () => at("text")?.focus(),
  n: () => at("note-text")?.focus(),
  "/": () => document.querySelector('[data-opens="canned"]')?.click(),
  "?": () => at("keys").showModal(),
};

const lines = () => all(".lines > li, .log li");
const current = () => document.activeElement?.closest(".lines > li");

function step(by) {
  const found = lines();
  const here = found.indexOf(document.activeElement?.closest(".lines > li, .log li"));
  const from = here < 0 && by < 0 ? found.length : here;
  const next = found[Math.min(Math.max(from + by, 0), found.length - 1)];
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
}

document.addEventListener("keydown", (event) => {
  const work = KEYS[event.key];
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (!work || !isPlain || isWriting() || !isOn("shortcuts") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  work();
});
