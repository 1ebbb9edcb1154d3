// News of the desk. One tab listens for all tabs of this browser: a browser has few connections to give.

import { alertTo, oneMoreUnread } from "./alerts.js";
import { all, notice, say } from "./dom.js";
import "./keys.js";

const RETRY_AFTER = 5000; // milliseconds
const FIRST_LOOK = 300;
const NEEDS_SOMEBODY = new Set(["opened", "alert", "alert_lead", "nudge", "danger"]);
const FOR_ALL = new Set(["alert_lead"]);

const { stream, adviser, page, case: shown } = document.body.dataset;
const others = new BroadcastChannel(`hearthline-${adviser}`);
const listeners = [];
const expected = new Set(); // cases that this adviser is taking just now
let isListening = false;
let isOver = false;
let wake = () => {};

/** Hear all news; "ready" means: look anew. */
export function onNews(listener) {
  listeners.push(listener);
}

/** The adviser takes this case themselves: no alarm because of it. */
export function expect(caseId) {
  expected.add(caseId);
  others.postMessage({ kind: "expected", case: caseId });
}

function tell(news) {
  others.postMessage(news);
  heard(news);
}

function heard(news) {
  if (news.kind === "expected") expected.add(news.case);
  else if (news.kind === "over") over();
  else if (news.kind === "back") comeBack();
  else if (news.kind === "lost") notice(say("lost"));
  else if (news.kind === "ready" && isOver) comeBack();
  else {
    if (news.kind === "ready") notice("");
    alarm(news);
    for (const listener of listeners) listener(news);
  }
}

function alarm(news) {
  const isSeen = page === "case" && news.case === shown && !document.hidden;
  if (["heard", "danger"].includes(news.kind) && news.mine && !isSeen) oneMoreUnread();
  const isGiven = news.kind === "changed" && news.new && !expected.delete(news.case);
  if (!NEEDS_SOMEBODY.has(news.kind) && !isGiven) return;
  const isOn = document.body.dataset.presence === "on" || news.mine || FOR_ALL.has(news.kind);
  if (isOn && (isListening || !document.hidden)) alertTo(news.kind);
}

// --- the stream -----------------------------------------------------------------------------------

function listen() {
  isListening = true;
  const source = new EventSource(stream);
  return new Promise((end) => {
    source.addEventListener("ready", () => tell({ kind: "ready" }));
    source.addEventListener("message", (event) => tell(JSON.parse(event.data)));
    source.addEventListener("over", () => (source.close(), tell({ kind: "over" }), end()));
    source.addEventListener("error", async () => {
      if (source.readyState !== EventSource.CLOSED) return tell({ kind: "lost" });
      if ((await token()) === null) tell({ kind: "over" });
      end();
    });
  });
}

async function listenForEver() {
  for (;;) {
    await listen();
    do await rest();
    while (isOver);
  }
}

/** A while, or until somebody has logged in again. */
const rest = () =>
  new Promise((done) => {
    wake = done;
    setTimeout(done, RETRY_AFTER);
  });

// --- the session ----------------------------------------------------------------------------------

/** What forms need now; null when nobody is logged in, undefined when nobody knows. */
async function token() {
  try {
    const response = await fetch("/console/token", { cache: "no-store" });
    if (response.status === 401) return null;
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

export function over() {
  isOver = true;
  document.body.classList.add("over");
  notice(say("logged_out"));
}

/** After a log in elsewhere this page goes on, with what was being written. */
async function comeBack() {
  if (!isOver) return;
  const found = await token();
  if (!found) return;
  if (found.adviser !== adviser) return location.reload();
  for (const field of all("input[name=csrf]")) field.value = found.csrf;
  isOver = false;
  document.body.classList.remove("over");
  notice("");
  wake();
  others.postMessage({ kind: "back" });
  heard({ kind: "ready" });
}

function away() {
  document.documentElement.classList.toggle("away", document.hidden);
  if (!document.hidden) comeBack();
}

others.addEventListener("message", (event) => heard(event.data));
document.addEventListener("visibilitychange", away);
addEventListener("focus", comeBack);
if (navigator.locks) navigator.locks.request(`hearthline-${adviser}`, listenForEver);
else listenForEver();
setTimeout(() => tell({ kind: "ready" }), FIRST_LOOK); // a tab that waits for a log in hears of this one
