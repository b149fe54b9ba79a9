(host, kernel) => {
  const { isArray } = Array;
  const { entries } = Object;
  const { parse, stringify } = JSON;
  const tagOf = (value) => Object.prototype.toString.call(value);

  const headersOf = (headers) => {
    const pairs = headers === undefined || headers === null ? [] : isArray(headers) ? headers : entries(headers);
    const plain = {};
    for (const [name, value] of pairs) if (value !== undefined && value !== null) plain[name] = String(value);
    return plain;
  };

  const withType = (headers, type) => {
    for (const name in headers) if (name.toLowerCase() === "content-type") return headers;
    return { ...headers, "Content-Type": type };
  };

  // A string goes as it is, URLSearchParams as a form, anything else as JSON.
  const request = (url, { method = "GET", headers, body } = {}) => {
    const given = { url: String(url), method: String(method).toUpperCase(), headers: headersOf(headers), body: null };
    if (body === undefined || body === null) return given;
    if (typeof body === "string") return { ...given, body };
    if (tagOf(body) === "[object URLSearchParams]") {
      return { ...given, headers: withType(given.headers, "application/x-www-form-urlencoded"), body: String(body) };
    }
    return { ...given, headers: withType(given.headers, "application/json"), body: stringify(body) };
  };

  // What a token endpoint hands out (RFC 6749, section 5.1) no log should hold.
  const hide = (json) => {
    for (const name of ["access_token", "refresh_token", "id_token"]) {
      if (typeof json?.[name] === "string") host.secret(json[name]);
    }
    return json;
  };

  const jsonOf = ({ status, text }, where) => {
    if (text === "") return undefined;
    try {
      return hide(parse(text));
    } catch {
      if (status < 200 || status > 299) return undefined;
      throw new Error(`${where} did not answer with JSON; ask for responseFormat: "text"`);
    }
  };

  const result = (response, responseFormat, where) => {
    const { status, headers, text } = response;
    const common = { status, ok: status >= 200 && status < 300, headers };
    return responseFormat === "text" ? { text, ...common } : { json: jsonOf(response, where), ...common };
  };

  return function fetch(url, options) {
    const given = request(url, options ?? {});
    const responseFormat = options?.responseFormat ?? "json";
    // No more of a URL than its origin: the rest may hold what no log should.
    const [where] = /^[^/]*\/\/[^/?#]*/.exec(given.url) ?? ["The server"];
    const names = [responseFormat === "text" ? "text" : "json", "status", "ok", "headers"];
    const answer = kernel.answerTo(given);
    if (answer !== undefined) {
      return kernel.known(names, result({ status: 200, headers: {}, text: stringify(answer) }, responseFormat, where));
    }
    return kernel.call(host.start(stringify(given)), names, (answer) => result(parse(answer), responseFormat, where));
  };
}
