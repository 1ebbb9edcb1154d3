// What she sends, in her order: one at a time, each with an id that stays the same when it is tried again.

import { Over, Refused } from "./api.js";

export class Outbox {
  #items = [];
  #busy = false;
  #held = true;

  /** `send(body)` resolves to an answer; `replied(answer, item)`, `over()` and `busy(is)` tell the page. */
  constructor({ send, replied, over, busy }) {
    this.#send = send;
    this.#replied = replied;
    this.#over = over;
    this.#tellBusy = busy;
  }

  #send;
  #replied;
  #over;
  #tellBusy;

  /** An item has `body()` and `show(state, retry)`; states: sending, waiting, failed, refused, sent. */
  add(item) {
    item.id = newId();
    this.#items.push(item);
    if (this.#busy || this.#held) item.show("sending");
    this.go();
  }

  /** Wait for `go(true)` before anything is sent. */
  hold() {
    this.#held = true;
    this.#items = [];
  }

  async go(release = false) {
    if (release) this.#held = false;
    if (this.#busy || this.#held) return;
    this.#busy = true;
    while (this.#items.length > 0 && (await this.#first(this.#items[0])));
    this.#busy = false;
  }

  /** True when the next one may go. */
  async #first(item) {
    item.show("sending");
    item.ready ??= { id: item.id, ...item.body() };
    this.#tellBusy(true);
    try {
      const answer = await this.#send(item.ready);
      this.#items.shift();
      item.show("sent");
      this.#replied(answer, item);
      return true;
    } catch (error) {
      return this.#failed(error, item);
    } finally {
      this.#tellBusy(false);
    }
  }

  #failed(error, item) {
    if (error instanceof Refused) {
      this.#items.shift();
      item.show("refused");
      return true;
    }
    if (error instanceof Over) {
      this.hold();
      this.#over();
      return false;
    }
    item.show("failed", () => this.go());
    for (const later of this.#items.slice(1)) later.show("waiting");
    return false;
  }
}

/** 128 random bits; crypto.randomUUID is missing where the page is not served securely. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
