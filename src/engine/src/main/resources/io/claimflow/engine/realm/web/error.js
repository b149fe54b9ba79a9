// DOMException of the Web IDL Standard, with the codes of the names that are used here.
() => {
  const codes = new Map([
    ["InvalidCharacterError", 5],
    ["NotSupportedError", 9],
    ["TypeMismatchError", 17],
    ["AbortError", 20],
    ["QuotaExceededError", 22],
    ["TimeoutError", 23],
    ["DataCloneError", 25],
  ]);

  class DOMException extends Error {
    constructor(message = "", name = "Error") {
      super(message);
      Object.defineProperty(this, "name", { value: String(name), configurable: true, writable: true });
      // The stack begins with the name that the error had when it was made.
      const { stack } = this;
      const value = String(stack).replace(/^Error/, this.name);
      Object.defineProperty(this, "stack", { value, configurable: true, writable: true });
    }

    get code() {
      return codes.get(this.name) ?? 0;
    }

    get [Symbol.toStringTag]() {
      return "DOMException";
    }
  }

  return { DOMException };
}
