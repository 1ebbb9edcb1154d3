// Small things every page needs. What anybody wrote is put in as text, never as markup.

export const words = JSON.parse(document.body.dataset.words ?? "{}");

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const AGES_EVERY = 20000; // milliseconds

export const at = (id) => document.getElementById(id);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** A word of the page with its places filled: `say("minutes", { n: 3 })`. */
export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Fill every [data-slot] and [data-moment] of an element; what is empty is hidden. */
export function fill(element, values) {
  for (const slot of all("[data-slot]", element)) {
    if (!(slot.dataset.slot in values)) continue;
    const text = values[slot.dataset.slot];
    if (slot.textContent !== text) slot.textContent = text;
    slot.hidden = !text;
  }
  for (const time of all("[data-moment]", element)) {
    const moment = values[time.dataset.moment];
    if (!moment) continue;
    time.setAttribute("datetime", moment.at);
    time.hidden = !moment.at;
    time.querySelector("[data-clock]").textContent = moment.clock;
    time.querySelector("[data-ago]").textContent = moment.ago;
  }
}

/** A copy of the first element of a <template>. */
export const copyOf = (id) => at(id).content.firstElementChild.cloneNode(true);

export const notice = (text) => (at("notice").textContent = text);

export const isWriting = () => document.activeElement?.matches("input:not([type=checkbox]), textarea, select") ?? false;

/** Sixteen random bytes: what a form sends once counts once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Calls of `work` close to each other become one, and none runs beside another. */
export function gathered(work, rest = 0) {
  let isWanted = false;
  let isRunning = false;
  return async function call() {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work();
      await new Promise((done) => setTimeout(done, rest));
    }
    isRunning = false;
  };
}

function age(seconds) {
  if (seconds < MINUTE) return say("now");
  if (seconds < 1.5 * HOUR) return say("minutes", { n: Math.floor(seconds / MINUTE) });
  if (seconds < 2 * DAY) return say("hours", { n: Math.floor(seconds / HOUR) });
  return say("days", { n: Math.floor(seconds / DAY) });
}

setInterval(() => {
  for (const time of all("time[data-moment]:not([hidden])")) {
    const passed = (Date.now() - Date.parse(time.getAttribute("datetime"))) / 1000;
    if (passed >= 0) time.querySelector("[data-ago]").textContent = age(passed);
  }
}, AGES_EVERY);

for (const opener of all("[data-opens]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => at(opener.dataset.opens).showModal());
}
for (const closer of all("[data-closes]")) {
  closer.addEventListener("click", () => closer.closest("dialog").close());
}
at("main").querySelector("[autofocus]")?.focus();
