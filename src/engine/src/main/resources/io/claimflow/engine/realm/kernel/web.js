// Web APIs, whose parts are loaded when they are first used.

// Outside of a run nobody waits for a timer, so it never fires.
const delay = (milliseconds, fire) => {
  if (!timers) return undefined;
  const id = resultOf(apply(timers, undefined, [String(milliseconds)]));
  waiting[id] = () => {
    delete waiting[id];
    fire();
  };
  return id;
};

const forget = (id) => {
  if (!waiting[id]) return;
  delete waiting[id];
  apply(timers, undefined, [String(id), "forget"]);
};

const parts = bare();
const frozen = bare();
let hardened = false;
// Whether a getter stands for a data property, since the realm was hardened.
let standsIn = () => false;

// What the property of an object is, without a getter of the author's being called.
const valueOf = (object, key) => {
  const property = getOwnPropertyDescriptor(object, key);
  return property?.get && standsIn(property.get) ? property.get() : property?.value;
};

const tools = freeze({
  library,
  valueOf,
  report,
  now,
  delay,
  forget,
  isHandle: (value) => isHandle(handles, value),
  mask: (text) => words("mask", text),
  value: valueText,
});
const web = (part) => {
  // Nothing that inspects is handed out.
  if (part !== "inspect" && !frozen[part]) trace(part);
  parts[part] ??= apply(webScript(part), undefined, [web, callable(webHost), tools]);
  return parts[part];
};

// What packages expect of every host, and what reaches nothing outside: the part that a
// global is in is loaded when the global is first used.
const offer = (part, names) => {
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const use = (value) => defineProperty(globalThis, name, { value, writable: true, configurable: true });
    const get = () => {
      const value = web(part)[name];
      if (!hardened) use(value);
      return value;
    };
    defineProperty(globalThis, name, { get, set: use, enumerable: false, configurable: true });
  }
};

offer("base64", ["atob", "btoa"]);
offer("clone", ["structuredClone"]);
offer("crypto", ["crypto", "CryptoKey"]);
offer("error", ["DOMException"]);
offer("event", ["AbortController", "AbortSignal", "Event", "EventTarget"]);
offer("fetch", ["Blob", "File", "FormData", "Request", "Response"]);
offer("headers", ["Headers"]);
offer("performance", ["performance"]);
offer("timer", ["clearInterval", "clearTimeout", "queueMicrotask", "setInterval", "setTimeout"]);

// Variants of packages that are made for browsers ask for them.
hide(globalThis, "self", globalThis);
hide(globalThis, "navigator", freeze({ userAgent: "Claimflow", platform: "", language: "en" }));

// While a project is loaded there are no bindings. What packages touch at their top level
// is there all the same: console is silent, fetch does nothing, and a use of URL is reported.
const standIn = () => {
  const silent = () => {};
  hide(globalThis, "console", { log: silent, info: silent, debug: silent, warn: silent, error: silent });
  hide(globalThis, "fetch", () => {
    throw new TypeError("fetch makes calls while the workflow's function runs, and not at the top level of a module");
  });
  for (const name of ["URL", "URLSearchParams"]) {
    const get = () => {
      trace("url");
      return library("whatwg-url")[name];
    };
    defineProperty(globalThis, name, { ...lazy(name, get), enumerable: false, configurable: true });
  }
};
