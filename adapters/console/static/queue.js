// The list of cases, kept as it is now.

import { setUnread } from "./alerts.js";
import { all, at, copyOf, fill, gathered } from "./dom.js";
import { expect, onNews, over } from "./live.js";

const REST = 1500; // milliseconds between two looks
const LOOK_EVERY = 30000;
const QUIET = new Set(["said", "noted", "nudge", "typing"]);

const list = at("lines");
let isBehind = false;

const refresh = gathered(async () => {
  if (document.hidden) return void (isBehind = true);
  isBehind = false;
  try {
    const response = await fetch(`/console/queue.json${location.search}`, { cache: "no-store", headers: { Accept: "application/json" } });
    if (response.status === 401) return over();
    if (response.ok) show(await response.json());
  } catch {
    // The stream says when the connection is lost, and when it is there again.
  }
}, REST);

function show(news) {
  const known = new Map(all(":scope > li", list).map((line) => [line.dataset.id, line]));
  const lines = news.lines.map((values) => filled(known.get(values.id) ?? copyOf("line"), values));
  place(lines, known);
  at("none").hidden = lines.length > 0;
  at("more").hidden = !news.more;
  at("mine").textContent = news.numbers.mine;
  at("load").textContent = news.load;
  document.body.dataset.presence = news.presence;
  setUnread(news.numbers.unread);
}

/** Nothing moves under a hand that is about to press: new lines then come last, old ones fade. */
function place(lines, known) {
  const isInUse = list.matches(":hover") || list.contains(document.activeElement);
  if (!isInUse) return list.replaceChildren(...lines);
  const stays = new Set(lines);
  for (const line of lines) if (!line.isConnected) list.append(line);
  for (const line of known.values()) if (!stays.has(line)) fade(line);
}

function fade(line) {
  line.classList.add("gone");
  for (const button of all("button", line)) button.disabled = true;
}

function filled(line, values) {
  line.dataset.id = values.id;
  line.className = values.urgency ? "line urgent" : "line";
  fill(line, values);
  line.querySelector("[data-mark]").className = `mark shape-${values.mark.shape} colour-${values.mark.colour}`;
  line.querySelector(".chose").hidden = !values.choices;
  const link = line.querySelector("[data-path]");
  const name = line.querySelector("[data-name]");
  link.textContent = name.textContent = values.name;
  link.setAttribute("href", values.path);
  link.hidden = !values.path;
  name.hidden = Boolean(values.path);
  const form = line.querySelector("[data-claim]");
  form.hidden = !values.claim;
  form.setAttribute("action", `/console/cases/${values.id}/claim`);
  form.elements.version.value = values.version;
  const button = form.querySelector("button");
  button.disabled = false;
  button.setAttribute("aria-label", values.claim);
  return line;
}

onNews((news) => {
  if (!QUIET.has(news.kind)) refresh();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && isBehind) refresh();
});
document.addEventListener("submit", (event) => {
  const line = event.target.closest(".line");
  if (line) expect(line.dataset.id);
});
setInterval(refresh, LOOK_EVERY);
