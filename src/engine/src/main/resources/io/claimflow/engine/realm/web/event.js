// Event, EventTarget, AbortController and AbortSignal of the DOM Standard, without a tree:
// an event has one target.
(web, host, { report, now }) => {
  const { DOMException } = web("error");

  let begin;
  let end;
  let isStopped;

  class Event {
    #type;
    #cancelable;
    #prevented = false;
    #stopped = false;
    #target = null;
    #current = null;

    static {
      begin = (event, target) => {
        event.#target = target;
        event.#current = target;
      };
      end = (event) => {
        event.#current = null;
      };
      isStopped = (event) => event.#stopped;
    }

    constructor(type, { cancelable = false } = {}) {
      this.#type = String(type);
      this.#cancelable = Boolean(cancelable);
    }

    get type() {
      return this.#type;
    }

    get target() {
      return this.#target;
    }

    get currentTarget() {
      return this.#current;
    }

    get bubbles() {
      return false;
    }

    get cancelable() {
      return this.#cancelable;
    }

    get defaultPrevented() {
      return this.#prevented;
    }

    preventDefault() {
      this.#prevented ||= this.#cancelable;
    }

    stopPropagation() {}

    stopImmediatePropagation() {
      this.#stopped = true;
    }
  }

  class EventTarget {
    #listeners = [];

    addEventListener(type, listener, options) {
      const { once = false, signal } = typeof options === "object" && options ? options : {};
      const name = String(type);
      if (!listener || signal?.aborted || this.#listeners.some((l) => l.type === name && l.listener === listener)) return;
      this.#listeners.push({ type: name, listener, once });
      signal?.addEventListener("abort", () => this.removeEventListener(name, listener), { once: true });
    }

    removeEventListener(type, listener) {
      this.#listeners = this.#listeners.filter((l) => l.type !== String(type) || l.listener !== listener);
    }

    dispatchEvent(event) {
      begin(event, this);
      for (const entry of [...this.#listeners]) {
        if (isStopped(event)) break;
        if (entry.type !== event.type || !this.#listeners.includes(entry)) continue;
        if (entry.once) this.removeEventListener(entry.type, entry.listener);
        try {
          if (typeof entry.listener === "function") entry.listener.call(this, event);
          else entry.listener.handleEvent(event);
        } catch (error) {
          report(error);
        }
      }
      end(event);
      return !event.defaultPrevented;
    }
  }

  const KEY = {};
  let abort;
  let timeoutOf;

  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;
    // When it times out, and what aborts it then.
    #timeout;

    static {
      timeoutOf = (signal) => (typeof signal === "object" && signal && #timeout in signal ? signal.#timeout : undefined);
      abort = (signal, reason = new DOMException("The operation was aborted", "AbortError")) => {
        if (signal.#aborted) return;
        signal.#aborted = true;
        signal.#reason = reason;
        signal.dispatchEvent(new Event("abort"));
      };
    }

    constructor(key) {
      if (key !== KEY) throw new TypeError("An AbortSignal comes from an AbortController");
      super();
      let handler = null;
      const call = (event) => handler.call(this, event);
      const set = (value) => {
        this.removeEventListener("abort", call);
        handler = typeof value === "function" ? value : null;
        if (handler) this.addEventListener("abort", call);
      };
      Object.defineProperty(this, "onabort", { get: () => handler, set, enumerable: true, configurable: true });
    }

    static abort(reason) {
      const signal = new AbortSignal(KEY);
      abort(signal, reason);
      return signal;
    }

    static timeout(milliseconds) {
      const signal = new AbortSignal(KEY);
      const end = () => abort(signal, new DOMException("The operation timed out", "TimeoutError"));
      web("timer").setTimeout(end, milliseconds);
      signal.#timeout = { due: now() + Math.max(0, Number(milliseconds) || 0), end };
      return signal;
    }

    static any(signals) {
      const any = new AbortSignal(KEY);
      for (const signal of signals) {
        if (signal.aborted) {
          abort(any, signal.reason);
          break;
        }
        signal.addEventListener("abort", () => abort(any, signal.reason), { once: true, signal: any });
        const timeout = timeoutOf(signal);
        if (timeout && !(timeout.due >= any.#timeout?.due)) any.#timeout = timeout;
      }
      return any;
    }

    get aborted() {
      return this.#aborted;
    }

    get reason() {
      return this.#reason;
    }

    throwIfAborted() {
      if (this.#aborted) throw this.#reason;
    }
  }

  class AbortController {
    #signal = new AbortSignal(KEY);

    get signal() {
      return this.#signal;
    }

    abort(reason) {
      abort(this.#signal, reason);
    }
  }

  return { AbortController, AbortSignal, Event, EventTarget, timeoutOf };
}
