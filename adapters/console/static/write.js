// Writing a reply: its length, canned replies, and that nothing is lost on the way.

import { all, at, say } from "./dom.js";

const text = at("text");
const count = at("count");
const dialog = at("canned");
const touches = matchMedia("(pointer: coarse)");
const TYPES_EVERY = 4000; // milliseconds
let typed = -Infinity;

function measure() {
  const [limit, most, length] = [Number(text.dataset.limit), Number(text.dataset.most), text.value.length];
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  if (length > most) count.textContent = say("too_long", { n: length, most });
  else if (length > limit) count.textContent = say("over_limit", { n: length, most: limit, parts: Math.ceil(length / limit) });
  else count.textContent = length ? say("of_limit", { n: length, most: limit }) : "";
  count.classList.toggle("bad", length > most);
}

/** The contact may see that an answer is coming. No word goes with it; if it is lost, no harm is done. */
function tellTyping() {
  if (!text.value.trim() || performance.now() < typed + TYPES_EVERY) return;
  typed = performance.now();
  const body = new URLSearchParams({ csrf: text.form.elements.csrf.value });
  const path = text.form.getAttribute("action").replace(/reply$/, "typing");
  fetch(path, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {});
}

/** As if it had been typed: undo takes it back. */
function insert(canned) {
  dialog.close();
  text.focus();
  const gap = text.value.trim() ? "\n" : "";
  text.setSelectionRange(text.value.length, text.value.length);
  document.execCommand("insertText", false, gap + canned.dataset.inserts);
  text.form.elements.canned.value = canned.value;
  measure();
}

function search(wanted) {
  const parts = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const item of all("[data-find]", dialog)) {
    const words = item.dataset.find.toLocaleLowerCase();
    item.hidden = !parts.every((part) => words.includes(part));
    found += !item.hidden;
  }
  at("none-found").hidden = found > 0;
}

export const hasDraft = () => all("textarea").some((field) => field.value.trim() && field.value !== field.defaultValue);

export function begin() {
  text.addEventListener("input", measure);
  text.addEventListener("input", tellTyping);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || touches.matches) return;
    event.preventDefault();
    if (text.value.trim()) text.form.requestSubmit();
  });
  for (const button of all("[data-inserts]", dialog)) {
    button.addEventListener("click", (event) => (event.preventDefault(), insert(button)));
  }
  at("search").addEventListener("input", (event) => search(event.target.value));
  measure();
}

export { measure };
