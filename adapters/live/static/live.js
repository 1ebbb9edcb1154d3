// Answers appear as they come. Without this the page shows them when it is loaded again.

const list = document.getElementById("answers");
const none = document.getElementById("none");
const { edition, language } = list.dataset;
const source = new EventSource(`${location.pathname}/stream?language=${language}&after=${edition}`);

source.onmessage = (event) => show(JSON.parse(event.data));
addEventListener("pagehide", () => source.close());

function show(one) {
  const id = `answer-${one.number}`;
  const item = document.createElement("article");
  item.id = id;
  item.className = "new";
  item.append(block("asked", one.asked), line("says", one.says), block("answer", one.answer));
  const before = document.getElementById(id);
  if (before) before.replaceWith(item);
  else list.append(item);
  none.hidden = true;
}

function block(name, text) {
  const place = document.createElement("div");
  place.className = name;
  place.lang = text.language;
  place.dir = text.direction;
  place.append(...text.paragraphs.map((words) => line("", words)));
  return place;
}

function line(name, words) {
  const made = document.createElement("p");
  if (name) made.className = name;
  made.textContent = words;
  return made;
}
