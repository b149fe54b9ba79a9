// Headers of the Fetch Standard.
() => {
  const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

  const nameOf = (name) => {
    if (!token.test(name)) throw new TypeError(`"${name}" is not the name of a header`);
    return String(name).toLowerCase();
  };

  const valueOf = (value) => {
    const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
    if (/[\0\n\r]|[^\0-\xff]/.test(text)) throw new TypeError("The value of a header has a character that it cannot have");
    return text;
  };

  class Headers {
    // Name to values. Only set-cookie keeps several apart.
    #values = new Map();

    constructor(init) {
      if (init === undefined || init === null) return;
      if (typeof init !== "object") throw new TypeError("Headers are made from an object, pairs or Headers");
      const pairs = typeof init[Symbol.iterator] === "function" ? init : Object.entries(init);
      for (const [name, value] of pairs) this.append(name, value);
    }

    append(name, value) {
      const key = nameOf(name);
      this.#values.set(key, [...(this.#values.get(key) ?? []), valueOf(value)]);
    }

    set(name, value) {
      this.#values.set(nameOf(name), [valueOf(value)]);
    }

    get(name) {
      return this.#values.get(nameOf(name))?.join(", ") ?? null;
    }

    has(name) {
      return this.#values.has(nameOf(name));
    }

    delete(name) {
      this.#values.delete(nameOf(name));
    }

    getSetCookie() {
      return [...(this.#values.get("set-cookie") ?? [])];
    }

    *entries() {
      for (const name of [...this.#values.keys()].sort()) {
        if (name !== "set-cookie") yield [name, this.get(name)];
        else for (const value of this.getSetCookie()) yield [name, value];
      }
    }

    *keys() {
      for (const [name] of this.entries()) yield name;
    }

    *values() {
      for (const [, value] of this.entries()) yield value;
    }

    forEach(callback, self) {
      for (const [name, value] of this.entries()) callback.call(self, value, name, this);
    }

    [Symbol.iterator]() {
      return this.entries();
    }

    get [Symbol.toStringTag]() {
      return "Headers";
    }
  }

  return { Headers };
}
