// Blob, File, FormData, Request, Response and fetch of the Fetch and File API standards, as
// far as bodies of text go: what crosses to other systems, and comes back, is text.
(web) => {
  const { Headers } = web("headers");
  const { DOMException } = web("error");
  const { decodeUtf8, encodeUtf8 } = web("utf8");

  const bytesOf = (part) => {
    if (part instanceof Blob) return blobBytes(part);
    if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    if (part instanceof ArrayBuffer) return new Uint8Array(part);
    return encodeUtf8(String(part));
  };

  let blobBytes;

  class Blob {
    #bytes;
    #type;

    static {
      blobBytes = (blob) => blob.#bytes;
    }

    constructor(parts = [], { type = "" } = {}) {
      const all = [...parts].map(bytesOf);
      this.#bytes = new Uint8Array(all.reduce((size, bytes) => size + bytes.length, 0));
      let at = 0;
      for (const bytes of all) {
        this.#bytes.set(bytes, at);
        at += bytes.length;
      }
      this.#type = /^[\x20-\x7e]*$/.test(type) ? String(type).toLowerCase() : "";
    }

    get size() {
      return this.#bytes.length;
    }

    get type() {
      return this.#type;
    }

    slice(start, end, type) {
      return new Blob([this.#bytes.slice(start, end)], { type });
    }

    async text() {
      return decodeUtf8(this.#bytes);
    }

    async arrayBuffer() {
      return this.#bytes.slice().buffer;
    }

    async bytes() {
      return this.#bytes.slice();
    }

    get [Symbol.toStringTag]() {
      return "Blob";
    }
  }

  class File extends Blob {
    constructor(parts, name, options = {}) {
      super(parts, options);
      Object.defineProperty(this, "name", { value: String(name), enumerable: true });
      Object.defineProperty(this, "lastModified", { value: Number(options.lastModified ?? Date.now()), enumerable: true });
    }

    get [Symbol.toStringTag]() {
      return "File";
    }
  }

  class FormData {
    #entries = [];

    constructor(form) {
      if (form !== undefined) throw new TypeError("There are no forms of HTML here; append the fields");
    }

    static #value(value, name) {
      if (!(value instanceof Blob)) return String(value);
      return value instanceof File && name === undefined ? value : new File([value], name ?? "blob", { type: value.type });
    }

    append(name, value, fileName) {
      this.#entries.push([String(name), FormData.#value(value, fileName)]);
    }

    set(name, value, fileName) {
      const at = this.#entries.findIndex(([key]) => key === String(name));
      this.delete(name);
      this.#entries.splice(at < 0 ? this.#entries.length : at, 0, [String(name), FormData.#value(value, fileName)]);
    }

    get(name) {
      return this.#entries.find(([key]) => key === String(name))?.[1] ?? null;
    }

    getAll(name) {
      return this.#entries.filter(([key]) => key === String(name)).map(([, value]) => value);
    }

    has(name) {
      return this.#entries.some(([key]) => key === String(name));
    }

    delete(name) {
      this.#entries = this.#entries.filter(([key]) => key !== String(name));
    }

    *entries() {
      for (const [name, value] of this.#entries) yield [name, value];
    }

    *keys() {
      for (const [name] of this.#entries) yield name;
    }

    *values() {
      for (const [, value] of this.#entries) yield value;
    }

    forEach(callback, self) {
      for (const [name, value] of this.#entries) callback.call(self, value, name, this);
    }

    [Symbol.iterator]() {
      return this.entries();
    }

    get [Symbol.toStringTag]() {
      return "FormData";
    }
  }

  // The multipart/form-data of RFC 7578, and its type.
  const multipart = (form) => {
    const boundary = `claimflow-${globalThis.crypto.randomUUID()}`;
    const quoted = (text) => text.replace(/[\r\n"]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
    let text = "";
    for (const [name, value] of form) {
      text += `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
      if (value instanceof Blob) {
        text += `; filename="${quoted(value.name)}"\r\nContent-Type: ${value.type || "application/octet-stream"}`;
      }
      text += `\r\n\r\n${value instanceof Blob ? sendable(blobBytes(value)) : value}\r\n`;
    }
    return { text: `${text}--${boundary}--\r\n`, type: `multipart/form-data; boundary=${boundary}` };
  };

  // Bytes that are no UTF-8 would arrive as other bytes.
  const sendable = (bytes) => decodeUtf8(bytes, "A body that is not UTF-8 text cannot be sent; encode it, for instance as Base64");

  // The text of a body, and the type that it has if no header says so.
  const extract = (body) => {
    if (body === undefined || body === null) return { text: null, type: null };
    if (body instanceof FormData) return multipart(body);
    if (body instanceof Blob) return { text: sendable(blobBytes(body)), type: body.type || null };
    if (Object.prototype.toString.call(body) === "[object URLSearchParams]") {
      return { text: String(body), type: "application/x-www-form-urlencoded;charset=UTF-8" };
    }
    if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) return { text: sendable(bytesOf(body)), type: null };
    return { text: String(body), type: "text/plain;charset=UTF-8" };
  };

  let textOf;

  class Body {
    #text;
    #used = false;

    static {
      textOf = (body) => body.#text;
    }

    constructor(body, headers) {
      const { text, type } = body instanceof Body ? { text: textOf(body), type: null } : extract(body);
      this.#text = text;
      if (type !== null && !headers.has("content-type")) headers.set("content-type", type);
      Object.defineProperty(this, "headers", { value: headers, enumerable: true });
    }

    get bodyUsed() {
      return this.#used;
    }

    async text() {
      if (this.#used) throw new TypeError("The body has been read already");
      this.#used = this.#text !== null;
      return this.#text ?? "";
    }

    async json() {
      return JSON.parse(await this.text());
    }

    async arrayBuffer() {
      return encodeUtf8(await this.text()).buffer;
    }

    async bytes() {
      return encodeUtf8(await this.text());
    }

    async blob() {
      return new Blob([await this.text()], { type: this.headers.get("content-type") ?? "" });
    }

    async formData() {
      const type = this.headers.get("content-type") ?? "";
      if (!type.startsWith("application/x-www-form-urlencoded")) throw new TypeError("The body is not a form that can be read here");
      const form = new FormData();
      for (const pair of (await this.text()).split("&")) {
        if (pair === "") continue;
        const [name, value] = pair.split(/=(.*)/s).map((part) => decodeURIComponent(part.replace(/\+/g, " ")));
        form.append(name, value ?? "");
      }
      return form;
    }
  }

  const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

  class Request extends Body {
    constructor(input, init = {}) {
      const from = input instanceof Request ? input : undefined;
      const method = String(init.method ?? from?.method ?? "GET");
      const upper = method.toUpperCase();
      const body = init.body ?? (from && textOf(from) !== null ? from : null);
      if (body !== null && (upper === "GET" || upper === "HEAD")) throw new TypeError(`A request with ${upper} has no body`);
      super(body, new Headers(init.headers ?? from?.headers));
      const shown = {
        url: from ? from.url : String(input),
        method: METHODS.includes(upper) ? upper : method,
        redirect: init.redirect ?? from?.redirect ?? "follow",
        signal: init.signal ?? from?.signal,
      };
      for (const name of Object.keys(shown)) Object.defineProperty(this, name, { value: shown[name], enumerable: true });
    }

    clone() {
      if (this.bodyUsed) throw new TypeError("The body has been read already");
      return new Request(this);
    }

    get [Symbol.toStringTag]() {
      return "Request";
    }
  }

  class Response extends Body {
    constructor(body, { status = 200, statusText = "", headers } = {}) {
      if (!(Number.isInteger(status) && status >= 200 && status <= 599)) throw new RangeError("The status is not between 200 and 599");
      super(body, new Headers(headers));
      const shown = { status, statusText: String(statusText), ok: status <= 299, redirected: false, type: "default", url: "" };
      for (const name of Object.keys(shown)) Object.defineProperty(this, name, { value: shown[name], enumerable: true, configurable: true });
    }

    // What the fetch of @kinde/infrastructure answers with: who takes one for the other would
    // go on with nothing.
    get data() {
      throw new TypeError('This is the fetch of the web: use await response.json(), or import { fetch } from "@kinde/infrastructure"');
    }

    set data(value) {
      Object.defineProperty(this, "data", { value, writable: true, enumerable: true, configurable: true });
    }

    static json(data, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has("content-type")) headers.set("content-type", "application/json");
      return new Response(JSON.stringify(data), { ...init, headers });
    }

    clone() {
      if (this.bodyUsed) throw new TypeError("The body has been read already");
      const copy = new Response(textOf(this), this);
      Object.defineProperty(copy, "url", { value: this.url, enumerable: true });
      return copy;
    }

    get [Symbol.toStringTag]() {
      return "Response";
    }
  }

  // What changes nothing where there is no browser, and no cookies of it.
  const HARMLESS = ["cache", "credentials", "duplex", "integrity", "keepalive", "mode", "priority", "referrer", "referrerPolicy", "window"];

  // What kinde.fetch does not know either, and says so.
  const unknown = (init) => {
    const others = {};
    for (const name of Object.keys(init ?? {})) {
      if (!["method", "headers", "body", "redirect", "signal", ...HARMLESS].includes(name)) others[name] = init[name];
    }
    return others;
  };

  // What kinde.fetch does, in the shape of the web: a promise of a Response.
  const fetchWith = async (kindeFetch, input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    if (signal?.aborted) throw signal.reason ?? new DOMException("The request was aborted", "AbortError");
    const { method, redirect } = request;
    const options = { ...unknown(init), method, redirect, headers: [...request.headers], responseFormat: "text" };
    if (textOf(request) !== null) options.body = textOf(request);
    if (signal) options.signal = signal;
    const { status, headers, text } = await kindeFetch(request.url, options);
    const empty = [204, 205, 304].includes(status);
    const response = new Response(empty ? null : text, { status, headers });
    Object.defineProperty(response, "url", { value: request.url, enumerable: true });
    return response;
  };

  return { Blob, File, FormData, Request, Response, fetchWith };
}
