// Words into elements. Text nodes only: whatever a message holds, it stays words.

const WEB = /https:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/.source;
const DIGITS = /\+?\d[\d \u00a0()./-]*\d/.source;
// A number may come between isolating marks (U+2066, U+2069) for other channels; an element does that here.
const SPECIAL = new RegExp(`(${WEB})|\\u2066?(${DIGITS})\\u2069?`, "g");
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const DIALLED = /^\+?[\d \u00a0()]+$/;

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** A paragraph for each line of `text`, further apart after an empty one. Web addresses and telephone
    numbers can be tapped, and digits read left to right. */
export function paragraphs(text) {
  const found = [];
  let apart = false;
  for (const line of text.split("\n")) {
    if (line.trim()) found.push(make("p", { class: apart ? "apart" : undefined }, ...pieces(line)));
    apart = !line.trim();
  }
  return found;
}

function pieces(line) {
  const found = [];
  let from = 0;
  for (const match of line.matchAll(SPECIAL)) {
    found.push(line.slice(from, match.index), match[1] ? web(match[1]) : digits(match[2], line));
    from = match.index + match[0].length;
  }
  found.push(line.slice(from));
  return found.filter((piece) => piece !== "");
}

function web(address) {
  const attributes = { href: address, rel: "noreferrer noopener", target: "_blank" };
  return make("a", attributes, make("bdi", { dir: "ltr" }, address));
}

function digits(written, line) {
  const isolated = make("bdi", { dir: "ltr" }, written);
  if (!canBeDialled(written, line)) return isolated;
  const alone = standsAlone(written, line);
  const href = `tel:${written.replace(/[^\d+]/g, "")}`;
  return make("a", { href, class: alone ? "number" : undefined }, isolated);
}

/** A short number must stand alone on its line, or a date or an age would become a link. */
function canBeDialled(written, line) {
  if (!DIALLED.test(written)) return false;
  const count = written.replace(/\D/g, "").length;
  if (standsAlone(written, line)) return count >= 3 && count <= 15;
  return /^[+0]/.test(written) && count >= 10 && count <= 15;
}

const standsAlone = (written, line) => line.replace(MARKS, "").trim() === written;
