// Forms that are sent without leaving the page. What was written stays until it has arrived.

import { all, newKey, say } from "./dom.js";
import { over } from "./live.js";

/** `done(form)` is called when it was carried out. */
export function sendWithoutLeaving(done) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-live]") || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (!underWay.has(form)) send(form, done);
    else if (written(form) !== underWay.get(form)) waiting.add(form);
  });
}

const underWay = new Map(); // a form, and what was written in it when it was sent
const waiting = new Set(); // forms that were sent again, with other words, before the answer had come
const written = (form) => all("textarea", form).map((field) => field.value).join("\0");

async function send(form, done) {
  const sent = all("textarea", form).map((field) => [field, field.value]);
  underWay.set(form, written(form));
  tell(form, "");
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.ok) carriedOut(form, sent, await response.json(), done);
    else await refused(form, response);
  } catch {
    tell(form, say("unsent"));
  } finally {
    underWay.delete(form);
    if (waiting.delete(form)) form.requestSubmit();
  }
}

/** What was written since stays. */
function carriedOut(form, sent, answer, done) {
  for (const [field, value] of sent) if (field.value === value) field.value = "";
  for (const field of all("input[name=canned]", form)) field.value = "";
  for (const field of all("input[name=key]", form)) field.value = newKey();
  form.closest("details")?.removeAttribute("open");
  done(form);
  if (answer.go) location.assign(answer.go);
}

async function refused(form, response) {
  if (response.status === 401) over();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  tell(form, isJson ? ((await response.json()).sentence ?? say("gone")) : await response.text());
}

function tell(form, sentence) {
  let place = form.querySelector(":scope > .fault");
  if (!place) {
    place = document.createElement("p");
    place.className = "fault";
    place.setAttribute("role", "alert");
    form.append(place);
  }
  place.textContent = sentence;
  place.hidden = !sentence;
}
