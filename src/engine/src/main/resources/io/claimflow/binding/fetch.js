(host, kernel, name) => {
  // The two differ in what the host does with the body, and in who else may answer.
  const secure = name === "kinde.secureFetch";
  const { defineProperty, entries, setPrototypeOf } = Object;
  const { parse, stringify } = JSON;
  const { String } = globalThis;
  const tagOf = (value) => Object.prototype.toString.call(value);

  const OPTIONS = ["method", "headers", "body", "redirect", "responseFormat", "signal"];

  const REDIRECT = ["follow", "error", "manual"];

  const warnOfUnknown = (options) => {
    const unknown = Object.keys(options).filter((option) => !OPTIONS.includes(option));
    if (unknown.length === 0) return;
    const shown = unknown.slice(0, 5).map((option) => `'${option.slice(0, 100)}'`);
    const message = `${name} has no option ${shown.join(", ")}, which is ignored; the options are ${OPTIONS.join(", ")}`;
    kernel.warn("UNKNOWN_OPTION", message, new Error());
  };

  // That of the platform, or one that does what it does.
  const signalOf = ({ signal }) => {
    if (signal === undefined || signal === null) return undefined;
    if (typeof signal.aborted === "boolean" && typeof signal.addEventListener === "function") return signal;
    throw new TypeError(`The option signal of ${name} takes an AbortSignal`);
  };

  const redirectOf = ({ redirect = "follow" }) => {
    if (REDIRECT.includes(redirect)) return redirect.toUpperCase();
    throw new TypeError(`The option redirect of ${name} is one of ${REDIRECT.join(", ")}`);
  };

  // The request inherits nothing, so no toJSON of the author's has a say in its shape.
  const bare = (object) => setPrototypeOf(object, null);

  const headersOf = (headers) => {
    const given = headers ?? [];
    const pairs = typeof given[Symbol.iterator] === "function" ? given : entries(given);
    const plain = bare({});
    for (const [name, value] of pairs) if (value !== undefined && value !== null) plain[name] = String(value);
    return plain;
  };

  const withType = (headers, type) => {
    for (const name in headers) if (name.toLowerCase() === "content-type") return headers;
    return bare({ ...headers, "Content-Type": type });
  };

  // A string goes as it is, URLSearchParams as a form, anything else as JSON.
  const request = (url, options) => {
    const { method = secure ? "POST" : "GET", headers, body } = options;
    const redirect = redirectOf(options);
    const given = bare({ url: String(url), method: String(method), headers: headersOf(headers), body: null, redirect });
    if (body === undefined || body === null) return given;
    if (typeof body === "string") {
      given.body = body;
    } else if (tagOf(body) === "[object URLSearchParams]") {
      given.headers = withType(given.headers, "application/x-www-form-urlencoded");
      given.body = String(body);
    } else {
      given.headers = withType(given.headers, "application/json");
      given.body = stringify(body);
    }
    return given;
  };

  // What a token endpoint hands out (RFC 6749, section 5.1) no log should hold.
  const hide = (json) => {
    for (const name of ["access_token", "refresh_token", "id_token"]) {
      if (typeof json?.[name] === "string") host.secret(json[name]);
    }
    return json;
  };

  const isText = ({ headers }) => {
    for (const name in headers) {
      if (name.toLowerCase() === "content-type") return /^text\/plain\b/i.test(headers[name]);
    }
    return false;
  };

  // What is no JSON is an error for those who read it, and for nobody else. Where nobody has
  // said that it be JSON, plain text is text: whoever catches the error would go on without.
  const withJson = (common, { text }, where, asked, place) => {
    let json;
    try {
      json = text === "" ? undefined : hide(parse(text));
    } catch {
      if (common.ok && !asked && isText(common)) {
        const message = `${where} answered with text that is no JSON, and it is given as text; ask for responseFormat: "text"`;
        kernel.warn("TEXT_ANSWER", message, place);
        return { json: text, ...common };
      }
      if (common.ok) {
        const get = () => {
          throw new Error(`${where} did not answer with JSON; ask for responseFormat: "text"`);
        };
        return defineProperty(common, "json", { get, enumerable: true, configurable: true });
      }
    }
    return { json, ...common };
  };

  const result = (response, responseFormat, where, asked, place) => {
    const { status, headers, text } = response;
    const common = { status, ok: status >= 200 && status < 300, headers };
    return responseFormat === "text" ? { text, ...common } : withJson(common, response, where, asked, place);
  };

  return function fetch(url, options) {
    const given = request(url, options ?? {});
    const signal = signalOf(options ?? {});
    warnOfUnknown(options ?? {});
    const asked = options?.responseFormat;
    const responseFormat = asked ?? "json";
    // No more of a URL than its origin: the rest may hold what no log should.
    const [where] = /^[^/]*\/\/[^/?#]*/.exec(given.url) ?? ["The server"];
    const names = [responseFormat === "text" ? "text" : "json", "status", "ok", "headers"];
    const answer = secure ? undefined : kernel.answerTo(given);
    if (answer !== undefined) {
      return kernel.known(names, result({ status: 200, headers: {}, text: stringify(answer) }, responseFormat, where, true));
    }
    const id = signal?.aborted ? "aborted" : host.start(stringify(given));
    const read = (answer, place) => result(parse(answer), responseFormat, where, asked, place);
    return kernel.call(id, names, read, signal);
  };
}
