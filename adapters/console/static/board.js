// The lead's board, kept as it is now.

import { all, copyOf, fill, gathered } from "./dom.js";
import { onNews, over } from "./live.js";

const REST = 1500; // milliseconds between two looks
const LOOK_EVERY = 30000;
const lists = all("[data-list]");

let isBehind = false;

const refresh = gathered(async () => {
  if (document.hidden) return void (isBehind = true);
  isBehind = false;
  try {
    const response = await fetch("/console/board.json", { cache: "no-store", headers: { Accept: "application/json" } });
    if (response.status === 401) return over();
    if (response.ok) show(await response.json());
  } catch {
    // The stream says when the connection is lost, and when it is there again.
  }
}, REST);

function show(news) {
  for (const list of lists) {
    const name = list.dataset.list;
    const known = new Map([...list.children].map((row) => [row.dataset.id, row]));
    place(list, news[name].map((values) => filled(known.get(values.id) ?? copyOf(name), values)));
    const none = document.querySelector(`[data-none=${name}]`);
    if (none) none.hidden = news[name].length > 0;
  }
}

/** Nothing moves under a hand that is about to press. */
function place(list, rows) {
  const isInUse = list.matches(":hover") || list.contains(document.activeElement);
  if (!isInUse) return list.replaceChildren(...rows);
  const stays = new Set(rows);
  for (const row of [...list.children]) if (!stays.has(row)) fade(row);
  for (const row of rows) if (!row.isConnected) list.append(row);
}

function fade(row) {
  row.classList.add("gone");
  for (const button of all("button", row)) button.disabled = true;
}

function filled(row, values) {
  row.dataset.id = values.id;
  row.classList.remove("gone");
  fill(row, values);
  const link = row.querySelector("[data-path]");
  if (link) {
    link.setAttribute("href", values.path);
    (link.querySelector("bdi") ?? link).textContent = values.name;
  }
  if (values.mark) dress(row, values);
  return row;
}

/** What only a case has: its mark, and forms that say which case and version they mean. */
function dress(row, values) {
  row.classList.toggle("urgent", Boolean(values.urgency));
  row.querySelector("[data-mark]").className = `mark shape-${values.mark.shape} colour-${values.mark.colour}`;
  for (const field of all("input[name=case_id]", row)) field.value = values.id;
  for (const field of all("input[name=version]", row)) field.value = values.version;
  for (const button of all("button", row)) {
    button.disabled = false;
    button.setAttribute("aria-label", button.dataset.label.replace("{name}", () => values.name));
  }
}

onNews((news) => {
  if (news.kind !== "typing") refresh();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && isBehind) refresh();
});
setInterval(refresh, LOOK_EVERY);
