// The page of one case.

import { setUnread } from "./alerts.js";
import { all, at, copyOf, fill, gathered, notice, say } from "./dom.js";
import { sendWithoutLeaving } from "./forms.js";
import { expect, onNews, over } from "./live.js";
import { begin, hasDraft, measure } from "./write.js";

const NEAR = 120; // pixels from the end that still count as reading the end
const TYPES_FOR = 6000; // milliseconds that one sign of it is shown
const { case: id } = document.body.dataset;
const log = at("log");
const list = log.querySelector("ol");
const reply = at("reply");
let isLeaving = false;
let isErased = false;
let isBehind = false;
let typesNoMore = 0;

const refresh = gathered(async () => {
  if (document.hidden) return void (isBehind = true);
  isBehind = false;
  const last = list.lastElementChild?.dataset.id ?? "";
  try {
    const response = await fetch(`/console/cases/${id}.json?after=${last}`, { cache: "no-store", headers: { Accept: "application/json" } });
    if (response.status === 401) return over();
    if (response.status === 404) return gone();
    if (response.ok) show(await response.json());
  } catch {
    // The stream says when the connection is lost, and when it is there again.
  }
});

function show(news) {
  fill(at("main"), news.head);
  for (const place of all("[data-can]")) place.hidden = !news.can[place.dataset.can];
  for (const field of all("input[name=version]")) field.value = news.head.version;
  const canWrite = news.can.reply;
  reply.hidden = !canWrite && !at("text").value.trim();
  reply.querySelector(".button").disabled = !canWrite;
  const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  for (const message of news.messages) list.append(bubble(message));
  for (const [messageId, values] of Object.entries(news.states)) mark(messageId, values);
  const known = new Set(all("#notes > li").map((line) => line.dataset.id));
  for (const note of news.notes) if (!known.has(note.id)) at("notes").append(line("note-line", note));
  at("no-words").hidden = list.childElementCount > 0;
  at("no-notes").hidden = at("notes").childElementCount > 0;
  if (wasAtEnd) toEnd();
  if (document.activeElement?.closest("[hidden]")) (reply.hidden ? log : at("text")).focus();
}

function bubble(message) {
  const made = line(message.is_covered ? "covered" : "bubble", message);
  made.classList.add(message.kind);
  return made;
}

function line(template, values) {
  const made = copyOf(template);
  made.dataset.id = values.id;
  made.querySelector("[data-text]").textContent = values.text;
  fill(made, values);
  return made;
}

function mark(messageId, values) {
  const state = log.querySelector(`[data-id="${messageId}"] > .state`);
  if (!state || state.textContent === values.state) return;
  state.textContent = values.state;
  state.hidden = false;
  state.classList.toggle("bad", values.is_bad);
}

/** Nothing of hers stays on the screen; what the adviser was writing can still be copied. */
function gone() {
  for (const part of all(".log li, .side, .mine, .head .facts, dialog#canned")) part.remove();
  for (const button of all(".write button")) button.disabled = true;
  notice(say(isErased ? "erased" : "gone"));
}

const toEnd = () => (log.scrollTop = log.scrollHeight);

/** The contact writes just now; "": not any more. */
function types(text) {
  clearTimeout(typesNoMore);
  at("typing").textContent = text;
  if (text) typesNoMore = setTimeout(types, TYPES_FOR, "");
}

onNews((news) => {
  if (news.kind !== "ready" && news.case !== id) return;
  if (news.kind === "typing") return types(isErased ? "" : say("typing"));
  if (["heard", "closed", "erased"].includes(news.kind)) types("");
  isErased ||= news.kind === "erased";
  refresh();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !isBehind) return;
  setUnread(0);
  refresh();
});

sendWithoutLeaving((form) => {
  if (form.dataset.can === "claim") expect(id);
  if (form.matches("[action$='/misread']")) notice(say("misread"));
  measure();
  refresh();
});
document.addEventListener("submit", (event) => {
  isLeaving = !event.target.matches("[data-live]") || event.submitter?.hasAttribute("formaction");
}, true);
addEventListener("beforeunload", (event) => {
  if (hasDraft() && !isLeaving) event.preventDefault();
  isLeaving = false;
});
begin();
toEnd();
