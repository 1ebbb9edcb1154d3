// Who is writing just now. Nothing of what is written is sent, and nothing of this is kept.

const EVERY = 4000; // milliseconds between two signs of ours
const SHOWN_FOR = 6000;

export class Typing {
  #line;
  #tell;
  #hasPerson = false;
  #told = -Infinity;
  #hide = 0;

  /** `line` shows that somebody writes to her; `tell()` says that she writes. */
  constructor(line, tell) {
    this.#line = line;
    this.#tell = tell;
  }

  /** A person has the conversation, or the guide has it again. */
  person(isHere) {
    this.#hasPerson = isHere;
    if (!isHere) this.show("");
  }

  show(text) {
    clearTimeout(this.#hide);
    this.#line.textContent = text;
    if (text) this.#hide = setTimeout(() => this.show(""), SHOWN_FOR);
  }

  /** Only a person is told that she writes. */
  hers() {
    if (!this.#hasPerson || performance.now() < this.#told + EVERY) return;
    this.#told = performance.now();
    this.#tell();
  }
}
