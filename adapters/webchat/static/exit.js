// Leaving at once: the link, or Shift three times within five seconds.

const WITHIN = 5000; // milliseconds
const tasks = [];
let gone = false;

/** `task` runs when she leaves, after the page went blank. It must not wait for anything. */
export function whenLeaving(task) {
  tasks.push(task);
}

export function leave() {
  const away = document.body.dataset.away;
  gone = true;
  document.documentElement.classList.add("gone");
  document.body.replaceChildren();
  for (const task of tasks) attempt(task);
  attempt(() => sessionStorage.clear());
  // Same entry: "back" then skips this page, and a restored tab does not bring it up again.
  attempt(() => history.replaceState(null, "", "/"));
  location.replace(away);
}

function attempt(task) {
  try {
    task();
  } catch {
    // Nothing may keep her here.
  }
}

function armLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-exit], a[data-same-entry]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if ("exit" in link.dataset) leave();
    else location.replace(link.href); // one entry for all our pages, so that leaving replaces them all
  });
}

/** A form of one entry too: what she looked for stays out of the way back. */
function armForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("sameEntry" in form.dataset)) return;
    event.preventDefault();
    location.replace(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  });
}

function armShift() {
  let presses = [];
  let alone = false;
  let fading = 0;

  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") alone = false;
    else if (!event.repeat) alone = true;
  });
  addEventListener("pointerdown", () => (alone = false));
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses = presses.filter((moment) => event.timeStamp - moment < WITHIN);
    presses.push(event.timeStamp);
    if (presses.length >= 3) leave();
    else tell(presses.length);
  });

  function tell(count) {
    const place = document.getElementById("presses");
    if (!place) return;
    place.textContent = count === 1 ? place.dataset.two : place.dataset.one;
    clearTimeout(fading);
    fading = setTimeout(() => (place.textContent = ""), WITHIN);
  }
}

armLinks();
armForms();
armShift();
addEventListener("pageshow", (event) => {
  if (event.persisted && gone) location.reload();
});
