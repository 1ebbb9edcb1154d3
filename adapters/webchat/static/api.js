// The JSON API (/api/openapi.json). The token lives in this tab only and goes when the tab closes.

const KEPT_AS = "t";
const PATIENCE = 20000; // milliseconds for one answer
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;

/** The conversation is gone: erased, or never there. */
export class Over extends Error {}
/** Sending it again would not help. */
export class Refused extends Error {}
/** It may be sent again; the same id never makes a second message. */
export class Unsent extends Error {}

export class Api {
  #token = "";
  #leaving = new AbortController();

  /** Take up the conversation of this tab, if there is one. */
  resume() {
    this.#token = attempt(() => sessionStorage.getItem(KEPT_AS)) ?? "";
    return this.#token !== "";
  }

  /** `flow`: where to begin instead of at the greeting. */
  async start(language, flow) {
    const { token, messages } = await this.#call("POST", "/api/chat", { language, flow });
    this.#token = token;
    attempt(() => sessionStorage.setItem(KEPT_AS, token));
    return messages;
  }

  async send(body) {
    return this.#call("POST", "/api/chat/messages", body);
  }

  forget() {
    this.#token = "";
    attempt(() => sessionStorage.removeItem(KEPT_AS));
  }

  /** Erase on the server without waiting: `keepalive` outlives the page. */
  eraseAndGo() {
    this.#leaving.abort();
    if (!this.#token) return;
    fetch("/api/chat", { ...this.#options("DELETE"), keepalive: true }).catch(() => {});
    this.forget();
  }

  /** She writes just now. If this is lost, no harm is done. */
  types() {
    if (this.#token) fetch("/api/chat/typing", this.#options("POST")).catch(() => {});
  }

  /** Hand every message later than `after` to `show`, for as long as the page is open, and what else
   *  happens to `happens(name)`. Throws Over. */
  async listen(after, show, happens) {
    const token = this.#token;
    let pause = FIRST_PAUSE;
    while (token === this.#token && !this.#leaving.signal.aborted) {
      try {
        for await (const message of this.#events(after, happens)) {
          after = message.id;
          pause = FIRST_PAUSE;
          show(message);
        }
      } catch (error) {
        if (token !== this.#token) return;
        if (error instanceof Over) throw error;
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      await this.#untilWorthTrying(pause);
    }
  }

  async *#events(after, happens) {
    const options = { ...this.#options("GET"), signal: this.#leaving.signal };
    options.headers["Last-Event-ID"] = after;
    const response = await fetch("/api/chat/stream", options);
    if (response.status === 401) throw new Over();
    if (!response.ok) throw new Unsent();
    let rest = "";
    for await (const piece of pieces(response.body.pipeThrough(new TextDecoderStream()))) {
      const events = (rest + piece).split("\n\n");
      rest = events.pop();
      for (const event of events) {
        if (event.startsWith("event: over")) throw new Over();
        const data = /^data: (.*)$/m.exec(event);
        const [, name] = /^event: (\w+)$/m.exec(event) ?? [];
        if (name) happens(name);
        else if (data) yield JSON.parse(data[1]);
      }
    }
  }

  #untilWorthTrying(pause) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        resolve();
      };
      const timer = setTimeout(done, pause);
      addEventListener("online", done);
    });
  }

  async #call(method, path, body) {
    let response;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      response = await fetch(path, { ...this.#options(method), body: JSON.stringify(body), signal });
      if (response.ok) return await response.json();
    } catch {
      throw new Unsent();
    }
    if (response.status === 401) throw new Over();
    if (response.status >= 500 || [408, 429].includes(response.status)) throw new Unsent();
    throw new Refused();
  }

  #options(method) {
    const headers = { "Content-Type": "application/json" };
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    return { method, headers, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
  }
}

/** Streams are not iterable everywhere yet (Safari). */
async function* pieces(stream) {
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

/** Storage may be switched off; the chat then lasts as long as the page. */
function attempt(task) {
  try {
    return task();
  } catch {
    return null;
  }
}
