// The first code in every realm. It captures the intrinsics that it needs while they are
// pristine, so nothing that a workflow does to a prototype reaches it, and hands the host
// a few functions. Only strings, and functions of the host and of this file, cross.
(() => {
  "use strict";

  const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames: ownNames, getPrototypeOf, keys, setPrototypeOf, freeze, prototype: ordinary } = Object;
  const { apply } = Reflect;
  const { bind, call: callOf } = Function.prototype;
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const { parse, stringify } = JSON;
  const { TypeError, Error, String, Number, Promise, Map, Symbol, parseInt, parseFloat } = globalThis;
  const { isFinite } = Number;
  const { now } = Date;
  const { max } = Math;
  const uncurry = (method) => apply(bind, callOf, [method]);
  const toISOString = uncurry(Date.prototype.toISOString);
  const getTime = uncurry(Date.prototype.getTime);
  const tagOf = uncurry(Object.prototype.toString);
  const hasOwn = uncurry(Object.prototype.hasOwnProperty);
  const join = uncurry(Array.prototype.join);
  const isWellFormed = uncurry(String.prototype.isWellFormed);
  const toWellFormed = uncurry(String.prototype.toWellFormed);
  const substring = uncurry(String.prototype.substring);
  const indexOf = uncurry(String.prototype.indexOf);
  const describeError = uncurry(Error.prototype.toString);
  const matches = uncurry(RegExp.prototype.exec);
  const entryOf = uncurry(Map.prototype.get);
  const putEntry = uncurry(Map.prototype.set);
  const deleteEntry = uncurry(Map.prototype.delete);
  const eachEntry = uncurry(Map.prototype.forEach);
  const clearEntries = uncurry(Map.prototype.clear);
  const sizeOf = uncurry(getOwnPropertyDescriptor(Map.prototype, "size").get);
  const weakly = { __proto__: null };
  for (const name of ["set", "getOrInsert", "getOrInsertComputed"]) weakly[name] = WeakMap.prototype[name];
  const identifier = /^[A-Za-z_$][\w$]*$/;

  delete globalThis.arguments;

  const bare = () => ({ __proto__: null });

  const put = (object, key, value) =>
    defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });

  // The errors of calls that failed when the function had ended, or that nobody has read.
  const LOST = 10;
  const lost = new Map();
  const lose = (error) => {
    if (sizeOf(lost) < LOST) putEntry(lost, error, error);
  };

  // What awaits a promise asks for its constructor. While that is the real one, no then of
  // the author's comes between the two, and a workflow that throws has thrown.
  defineProperty(Promise.prototype, "constructor", {
    get: () => Promise,
    set(value) {
      put(this, "constructor", value);
    },
    configurable: false,
  });

  const hide = (object, key, value) =>
    defineProperty(object, key, { value, writable: true, enumerable: false, configurable: true });

  // Registered symbols would stay in the script engine for good, and outlive the realm.
  // Here they end with the run.
  let symbols;
  let keysOfSymbols;

  const forgetSymbols = () => {
    symbols = undefined;
    keysOfSymbols = undefined;
  };

  const registry = {
    for(key) {
      const name = `${key}`;
      symbols ??= bare();
      keysOfSymbols ??= new Map();
      if (!symbols[name]) {
        symbols[name] = Symbol(name);
        putEntry(keysOfSymbols, symbols[name], name);
      }
      return symbols[name];
    },
    keyFor(symbol) {
      if (typeof symbol !== "symbol") throw new TypeError("Symbol.keyFor takes a symbol");
      return keysOfSymbols && entryOf(keysOfSymbols, symbol);
    },
  };
  // A map's value hangs on its key. Symbols such as Symbol.iterator outlive every realm, and
  // what is frozen outlives the run.
  let isShared = () => false;
  const isBuiltIn = (symbol) => {
    const names = ownNames(Symbol);
    for (let i = 0; i < names.length; i++) {
      if (getOwnPropertyDescriptor(Symbol, names[i]).value === symbol) return true;
    }
    return false;
  };
  const checkedWeakly = (map, name, key, value) => {
    checkKey(key);
    return apply(weakly[name], map, [key, value]);
  };
  const checkKey = (key) => {
    if (typeof key === "symbol" && isBuiltIn(key)) {
      throw new TypeError("A WeakMap takes no built-in symbol as a key; use an object or a symbol of your own");
    }
    if (isShared(key)) trace("refused");
  };
  for (const [name, method] of [
    ["set", { set(key, value) { return checkedWeakly(this, "set", key, value); } }.set],
    ["getOrInsert", { getOrInsert(key, value) { return checkedWeakly(this, "getOrInsert", key, value); } }.getOrInsert],
    ["getOrInsertComputed", { getOrInsertComputed(key, make) { return checkedWeakly(this, "getOrInsertComputed", key, make); } }.getOrInsertComputed],
  ]) {
    if (weakly[name]) hide(WeakMap.prototype, name, method);
  }

  hide(Symbol, "for", registry.for);
  hide(Symbol, "keyFor", registry.keyFor);

  const stackOf = (error) => getOwnPropertyDescriptor(error, "stack").value;

  const once = (make) => {
    let made = false;
    let value;
    return () => {
      if (!made) {
        value = make();
        made = true;
      }
      return value;
    };
  };

  // ---- values on their way out --------------------------------------------------------

  const DEPTH = 100;
  const NODES = 100_000;
  const TEXT = 1_000_000;
  const NAME = 1_000;
  const TITLE = 10_000;

  // Thrown deep inside a value, where a stack trace would show nothing of the author's.
  const REFUSAL = freeze({});
  let refusal;

  const refuseAt = (path, what) => {
    refusal = `The claim ${path} is ${what}`;
    throw REFUSAL;
  };

  // A value stands under a key of the one above it, or is the claim itself. No key: it
  // stands for the one above.
  const pathOf = (key, above, count) => {
    const path = above ? pathOf(above.key, above.up, count) : `'${count.claim}'`;
    if (key === undefined) return path;
    if (typeof key === "number") return `${path}[${key}]`;
    return path + (matches(identifier, key) ? `.${key}` : `[${stringify(key)}]`);
  };

  const refuse = (key, above, count, what) => refuseAt(pathOf(key, above, count), what);

  // What JSON.stringify would turn into {} without a word.
  const silent = setPrototypeOf(
    {
      "[object Map]": "a Map, which JSON cannot express; use Object.fromEntries(map)",
      "[object Set]": "a Set, which JSON cannot express; use [...set]",
      "[object RegExp]": "a RegExp, which JSON cannot express; use its source",
      "[object Promise]": "a Promise, which JSON cannot express; await it",
      "[object Error]": "an Error, which JSON cannot express; use its message",
      "[object WeakMap]": "a WeakMap, which JSON cannot express; use a plain object",
      "[object WeakSet]": "a WeakSet, which JSON cannot express; use an array",
      "[object ArrayBuffer]": "an ArrayBuffer, which JSON cannot express; use btoa(…) or an array",
      "[object Generator]": "an iterator, which JSON cannot express; use [...iterator]",
      "[object Array Iterator]": "an iterator, which JSON cannot express; use [...iterator]",
      "[object Map Iterator]": "an iterator, which JSON cannot express; use [...iterator]",
      "[object Set Iterator]": "an iterator, which JSON cannot express; use [...iterator]",
      "[object Headers]": "a Headers, which JSON cannot express; use Object.fromEntries(headers)",
      "[object URLSearchParams]": "a URLSearchParams, which JSON cannot express; use String(parameters)",
    },
    null,
  );

  // What JSON.stringify takes for the primitive value in it.
  const boxes = setPrototypeOf(
    {
      "[object String]": uncurry(String.prototype.valueOf),
      "[object Number]": uncurry(Number.prototype.valueOf),
      "[object Boolean]": uncurry(Boolean.prototype.valueOf),
      "[object BigInt]": uncurry(BigInt.prototype.valueOf),
      "[object Symbol]": uncurry(Symbol.prototype.valueOf),
    },
    null,
  );

  // What JSON has no word for.
  const unspeakable = setPrototypeOf(
    {
      bigint: "a BigInt, which JSON cannot express; use Number(…) or String(…)",
      symbol: "a symbol, which JSON cannot express; use a string",
      function: "a function, which JSON cannot express; call it or remove it",
    },
    null,
  );

  // Undefined for an object that only says that it is one of them.
  const unboxed = (tag, value) => {
    try {
      return boxes[tag] && boxes[tag](value);
    } catch {
      return undefined;
    }
  };

  const tooLong = `part of claims with more than ${TEXT} characters; keep claims small`;

  // A copy of a value that JSON expresses exactly, free of the author's prototypes,
  // getters and proxies: each property is read once. The host reads no endless text,
  // however small the parts of which it is made.
  const plain = (value, key, above, count) => {
    if (++count.nodes > NODES) {
      refuse(key, above, count, `part of a value of more than ${NODES} elements; keep claims small`);
    }
    const type = typeof value;
    if (type === "string") {
      if (!isWellFormed(value)) {
        refuse(key, above, count, "text with half of a surrogate pair; use text.toWellFormed()");
      }
      if ((count.text += value.length) > TEXT) refuse(key, above, count, tooLong);
      return value;
    }
    if (type === "number") {
      if (!isFinite(value)) {
        refuse(key, above, count, `${value}, which JSON cannot express; use a finite number or null`);
      }
      return value;
    }
    if (type === "boolean" || type === "undefined" || value === null) return value;
    if (type !== "object") refuse(key, above, count, unspeakable[type]);
    for (let up = above; up; up = up.up) {
      if (up.value === value) {
        refuse(key, above, count, "a reference to something that contains it; JSON cannot express a cycle");
      }
    }
    if (above && above.depth >= DEPTH) refuse(key, above, count, `nested more than ${DEPTH} levels deep`);
    const array = isArray(value);
    if (!array && getPrototypeOf(value) !== ordinary) {
      const tag = tagOf(value);
      if (tag === "[object Date]") {
        if (!isFinite(getTime(value))) refuse(key, above, count, "an invalid Date; use null or a valid one");
        return toISOString(value);
      }
      if (silent[tag]) refuse(key, above, count, silent[tag]);
      if (isView(value)) refuse(key, above, count, "binary data, which JSON cannot express; use btoa(…) or an array");
      const primitive = unboxed(tag, value);
      if (primitive !== undefined) return plain(primitive, key, above, count);
    }
    const here = { value, key, up: above, depth: above ? above.depth + 1 : 1 };
    const { toJSON } = value;
    if (typeof toJSON === "function") return plain(apply(toJSON, value, []), undefined, here, count);
    if (array) {
      const { length } = value;
      if (length > NODES) refuse(key, above, count, `an array of more than ${NODES} elements; keep claims small`);
      const copy = [];
      setPrototypeOf(copy, null);
      for (let i = 0; i < length; i++) {
        const element = plain(value[i], i, here, count);
        copy[i] = element === undefined ? null : element;
      }
      return copy;
    }
    const copy = bare();
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name.length > NAME) {
        refuse(key, above, count, `an object with a key of more than ${NAME} characters; shorten it`);
      }
      if (!isWellFormed(name)) {
        refuse(key, above, count, "an object with half of a surrogate pair in a key; rename it");
      }
      if ((count.text += name.length) > TEXT) refuse(key, above, count, tooLong);
      if (name === "@class") {
        refuse(key, above, count, 'an object with the key "@class", which servers take for a type; rename it');
      }
      const member = plain(value[name], name, here, count);
      if (member !== undefined) copy[name] = member;
    }
    return copy;
  };

  // The host knows a refused claim by the name of this function.
  const throwRefusal = () => {
    throw new TypeError(refusal);
  };

  const plainClaim = (value, name, count) => {
    try {
      if (!isWellFormed(name)) refuseAt(`'${toWellFormed(name)}'`, "named with half of a surrogate pair; rename it");
      if (name.length > NAME) {
        refuseAt(`'${substring(name, 0, 60)} …'`, `named with more than ${NAME} characters; shorten it`);
      }
      if ((count.text += name.length) > TEXT) refuseAt(`'${name}'`, tooLong);
      count.claim = name;
      return plain(value, undefined, null, count);
    } catch (thrown) {
      if (thrown !== REFUSAL) throw thrown;
      throwRefusal();
    }
  };

  // ---- claims -------------------------------------------------------------------------

  let givenClaims;

  // By token: the claims as the workflow sees them, from when it first looks, and the text
  // that they come from.
  let seen;
  let texts;

  // By token: what was set before anybody has looked, and the characters in all of it.
  let blind;
  let blindText;

  const forgetClaims = () => {
    seen = bare();
    texts = bare();
    blind = bare();
    blindText = 0;
  };
  forgetClaims();

  const claimsOf = (token) => {
    if (!seen[token]) {
      texts[token] = givenClaims(token);
      seen[token] = parse(texts[token]);
      if (blind[token]) {
        const names = keys(blind[token]);
        for (let i = 0; i < names.length; i++) put(seen[token], names[i], blind[token][names[i]]);
      }
    }
    return seen[token];
  };

  const setClaim = (token, claim, value) => {
    if (typeof claim !== "string") {
      throw new TypeError("setCustomClaim takes the claim's name as a string");
    }
    if (value === undefined) {
      delete claimsOf(token)[claim];
      return;
    }
    const count = { nodes: 0, text: 0, claim };
    plainClaim(value, claim, count);
    blindText += count.text;
    if (seen[token] || blindText > TEXT) {
      put(claimsOf(token), claim, value);
    } else {
      blind[token] ??= bare();
      blind[token][claim] = value;
    }
  };

  // The claims that were set blindly. Arrays and objects can have been changed since.
  const setBlindly = (token) => {
    const set = blind[token];
    const count = { nodes: 0, text: 0, claim: undefined };
    const names = keys(set);
    for (let i = 0; i < names.length; i++) {
      const value = set[names[i]];
      if (typeof value === "object") set[names[i]] = plainClaim(value, names[i], count);
    }
    return set;
  };

  // What has become of the claims that the workflow has seen. Arrays and objects count as
  // set: the host finds out whether they differ.
  const changesOf = (token) => {
    const before = setPrototypeOf(parse(texts[token]), null);
    const claims = seen[token];
    const set = bare();
    const count = { nodes: 0, text: 0, claim: undefined };
    const names = keys(claims);
    for (let i = 0; i < names.length; i++) {
      const claim = names[i];
      const value = claims[claim];
      if (typeof value === "object" || value !== before[claim]) {
        const copy = plainClaim(value, claim, count);
        if (copy === undefined) continue;
        set[claim] = copy;
      }
      delete before[claim];
    }
    return { __proto__: null, set, gone: setPrototypeOf(keys(before), null) };
  };

  // ---- text for logs ------------------------------------------------------------------

  const inspect = (value, depth) => web("inspect").inspect(value, depth);

  const show = (value) => {
    if (typeof value !== "string") return inspect(value, 2);
    return value;
  };

  // The stack of an error in the places of the author's source. It is made when somebody first
  // reads it.
  const stackText = (error, frames) => {
    let title = "Error";
    try {
      title = describeError(error);
    } catch {
      // It does not say what it is.
    }
    let lines = "";
    for (let i = 0; i < frames.length; i++) lines += `\n    at ${frames[i]}`;
    try {
      return title.length > TITLE ? title + words("trace", lines) : words("trace", title + lines);
    } catch {
      return title + lines;
    }
  };
  hide(Error, "prepareStackTrace", stackText);

  // What looks like an object with values, and has to be asked for them.
  const handles = new WeakSet();
  const isHandle = uncurry(WeakSet.prototype.has);
  const addHandle = uncurry(WeakSet.prototype.add);

  // The errors of calls that failed.
  const failures = new WeakSet();

  // util.format of Node.js: %s %d %i %f %j %o %O %c %%, then what is left, with spaces.
  const format = (args) => {
    let text = "";
    let next = 0;
    if (args.length > 1 && typeof args[0] === "string") {
      const template = args[next++];
      for (let i = 0; i < template.length; i++) {
        const letter = template[i] === "%" ? template[i + 1] : undefined;
        if (letter === "%") {
          text += "%";
          i++;
        } else if (letter !== undefined && next < args.length && conversions[letter]) {
          text += conversions[letter](args[next++]);
          i++;
        } else {
          text += template[i];
        }
      }
      if (next < args.length) text += " ";
    }
    for (; next < args.length; next++) text += show(args[next]) + (next + 1 < args.length ? " " : "");
    return text;
  };

  const number = (convert) => (value) => {
    if (typeof value === "bigint") return `${value}n`;
    return typeof value === "symbol" || (typeof value === "object" && value !== null) ? "NaN" : String(convert(value));
  };

  const conversions = setPrototypeOf(
    {
      s: (value) => (typeof value === "string" ? value : inspect(value, 0)),
      d: number(Number),
      i: number(parseInt),
      f: number(parseFloat),
      j: (value) => {
        try {
          return String(stringify(value));
        } catch {
          return "[Circular]";
        }
      },
      o: (value) => inspect(value, 4),
      O: (value) => inspect(value, 4),
      c: () => "",
    },
    null,
  );

  // ---- libraries, bindings, modules ---------------------------------------------------

  let libraryFactory;
  let webScript;
  let webHost;
  const library = (name) => {
    const loaded = bare();
    const load = (id) => {
      if (!loaded[id]) {
        const module = { exports: {} };
        loaded[id] = module;
        const factory = libraryFactory(id);
        apply(factory, undefined, [module, module.exports, (specifier) => load(libraryFactory(id, specifier))]);
      }
      return loaded[id].exports;
    };
    return load(name);
  };

  // Calls of the host that are under way: what to do with the answer, by the call's number.
  const waiting = bare();
  let waitFor;
  let endCall;
  let timers;
  let words = (what, text) => text;
  let onDemand;

  // "=" and the result of a host call, or "!" and the message of an error to throw.
  const resultOf = (answer) => {
    if (answer[0] === "!") throw new Error(substring(answer, 1));
    return substring(answer, 1);
  };

  // The result of a call that has begun, as an object with the given properties. Reading
  // one of them waits for the call; awaiting the object lets others go on meanwhile. The
  // signal, if there is one, ends it.
  const call = (id, names, decode, signal) => {
    let take; // () => the result, once it is known
    // Made where the call is: where its result arrives there is nothing of the author's.
    const failed = new Error();
    const learn = (answer) => {
      delete waiting[id];
      let result;
      let error;
      try {
        result = decode(resultOf(answer), failed);
      } catch ({ message }) {
        hide(failed, "message", message);
        const stack = stackOf(failed);
        const frames = indexOf(stack, "\n    at ");
        hide(failed, "stack", `Error: ${message}${frames < 0 ? "" : substring(stack, frames)}`);
        error = failed;
        addHandle(failures, failed);
        if (!notify || state.status !== "pending") lose(failed);
      }
      take = () => {
        if (error) {
          if (state.status === "pending") deleteEntry(lost, error);
          throw error;
        }
        return result;
      };
    };
    let notify;
    const abort = () => {
      if (take) return;
      delete waiting[id];
      endCall(id);
      const { reason } = signal;
      take = () => {
        throw reason;
      };
      if (notify) notify();
    };
    waiting[id] = (answer) => {
      learn(answer);
      if (signal) signal.removeEventListener("abort", abort);
      if (notify) notify();
    };
    if (signal) {
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
    }
    // While it waits no timer fires, so it looks at the signal's own.
    const wait = () => {
      const timeout = signal && web("event").timeoutOf(signal);
      const answer = timeout ? waitFor(id, timeout.due - now()) : waitFor(id);
      if (answer !== null && answer !== undefined) {
        waiting[id](answer);
      } else {
        timeout.end();
        abort();
      }
    };
    const read = (name) => () => {
      if (!take) wait();
      return take()[name];
    };
    let promise;
    const promised = () => {
      promise ??= new Promise((resolve, reject) => {
        const settle = () => {
          try {
            resolve(take());
          } catch (thrown) {
            reject(thrown);
          }
        };
        if (take) settle();
        else notify = settle;
      });
      return promise;
    };
    const handle = {};
    addHandle(handles, handle);
    for (let i = 0; i < names.length; i++) {
      defineProperty(handle, names[i], { get: read(names[i]), enumerable: true, configurable: true });
    }
    const method = (name, value) => defineProperty(handle, name, { value, configurable: true, writable: true });
    method("then", (fulfilled, rejected) => promised().then(fulfilled, rejected));
    method("catch", (rejected) => promised().catch(rejected));
    method("finally", (done) => promised().finally(done));
    return handle;
  };

  // The result of a call that need not be made.
  const known = (names, result) => {
    const handle = call("known", names, () => result);
    waiting.known("=");
    return handle;
  };

  // What the run has used that another run in this realm could notice, by name.
  let traces;
  const trace = (name) => {
    traces ??= bare();
    traces[name] = true;
  };

  // What answers requests in place of servers, while a function runs and until it awaits.
  let answerer;
  const answering = (answer, run) => {
    const before = answerer;
    answerer = answer;
    try {
      return run();
    } finally {
      answerer = before;
    }
  };
  const answerTo = (request) => (answerer ? answerer(request) : undefined);

  // A warning of the run, with the place at which an error was made.
  const warn = (kind, message, error) => {
    words("warn", kind, message, stackOf(error));
  };

  const kernel = freeze({
    claims: claimsOf,
    setClaim,
    format,
    library,
    once,
    call,
    known,
    answering,
    answerTo,
    trace,
    warn,
  });

  const kinde = {};

  // What the built-in library can use though the workflow has not declared it, by name. No
  // code of the author's gets hold of it.
  const LIBRARY = "@kinde/infrastructure";
  const HOST = "claimflow:host";
  const CREDENTIALS = ["KINDE_WF_M2M_CLIENT_ID", "KINDE_WF_M2M_CLIENT_SECRET"];
  const lent = bare();
  let domain = "";
  let mayFetch = false;
  const isOwn = (url) => domain !== "" && substring(url, 0, domain.length + 1) === `${domain}/`;
  const hostOfLibrary = freeze({
    // Calls this server, or another one where the workflow may call others. Undefined if it
    // may not.
    fetch: (url, options) =>
      lent.fetch && typeof url === "string" && (mayFetch || isOwn(url)) ? lent.fetch(url, options) : undefined,
    // The credentials of the library. Undefined for any other variable.
    variable: (name) => (lent.env && (name === CREDENTIALS[0] || name === CREDENTIALS[1]) ? lent.env.get(name) : undefined),
    warn,
    here: () => new Error(),
  });

  // How the run ended, or what it has failed with so far.
  const pending = () => ({ status: "pending", error: undefined });
  let state = pending();

  // What nobody can catch fails the run, also once its function has ended.
  const report = (error) => {
    if (state.status === "rejected") return;
    state.status = "rejected";
    state.error = error;
  };

  // A host function takes strings and answers with a string: "=" and its result, "!" and
  // the message of an error to throw, or nothing for undefined.
  const callable = (hostFunction) => (...args) => {
    const strings = [];
    for (let i = 0; i < args.length; i++) put(strings, i, String(args[i]));
    const answer = apply(hostFunction, undefined, strings);
    return answer === null || answer === undefined ? undefined : resultOf(answer);
  };

  const install = (name, global, script, names, functions) => {
    defineProperty(globalThis, "kinde", { value: kinde, writable: true, enumerable: false, configurable: true });
    const host = bare();
    for (let i = 0; i < names.length; i++) host[names[i]] = callable(functions[i]);
    const value = script(host, kernel, name);
    if (global) {
      const members = keys(value);
      for (let i = 0; i < members.length; i++) {
        const { get } = getOwnPropertyDescriptor(value, members[i]);
        defineProperty(globalThis, members[i], { ...lazy(members[i], get), enumerable: false, configurable: true });
      }
      return;
    }
    const within = name.startsWith("kinde.") ? kinde : globalThis;
    const key = within === kinde ? name.substring("kinde.".length) : name;
    defineProperty(within, key, { value, writable: true, enumerable: within === kinde, configurable: true });
    if (name === "kinde.fetch") {
      hide(globalThis, "fetch", function fetch(input, init) {
        return web("fetch").fetchWith(value, input, init);
      });
    }
  };

  const lend = (name, global, script, names, functions) => {
    const host = bare();
    for (let i = 0; i < names.length; i++) host[names[i]] = callable(functions[i]);
    lent[substring(name, "kinde.".length)] = script(host, kernel, name);
    mayFetch = hasOwn(kinde, "secureFetch");
  };

  const lazy = (name, get) => ({
    get,
    set: (value) => put(globalThis, name, value),
  });

  // ---- web APIs -----------------------------------------------------------------------

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
    delay,
    forget,
    isHandle: (value) => isHandle(handles, value),
    mask: (text) => words("mask", text),
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

  // Modules by name. Exports are getters, so bindings are live and circular imports see
  // what is there so far.
  let factories = bare();
  const kept = bare();
  let entry;
  let main;

  const evaluate = (name, loaded) => {
    if (kept[name]) return kept[name];
    if (!loaded[name]) {
      const exports = bare();
      loaded[name] = exports;
      const define = (exported, get) => {
        if (!hasOwn(exports, exported)) defineProperty(exports, exported, { get, enumerable: true, configurable: true });
      };
      const all = (others) => {
        const more = keys(others);
        for (let i = 0; i < more.length; i++) if (more[i] !== "default") define(more[i], () => others[more[i]]);
      };
      const require = (other) => (other === HOST && name === LIBRARY ? hostOfLibrary : evaluate(other, loaded));
      apply(factories[name], undefined, [freeze({ define, require, all, parse })]);
    }
    return loaded[name];
  };

  // The entry is the first. What is kept needs no factory any more.
  const modules = (names, functions) => {
    factories = bare();
    entry = names[0];
    for (let i = 0; i < names.length; i++) factories[names[i]] = functions[i];
  };

  const link = () => {
    main = evaluate(entry, bare());
  };

  // ---- settings -----------------------------------------------------------------------

  // A description of workflowSettings that reads no getter and calls no function. What is
  // in it inherits nothing, so no toJSON of the author's has a say. Bounded, since only a
  // few short texts have a meaning.
  const describe = () => {
    const LEVELS = 8;
    const VALUES = 2_000;
    const TEXT = 1_000;
    const ODD = 20;
    let values = 0;
    const list = () => setPrototypeOf([], null);
    const odd = list();
    const report = (path, what) => {
      if (odd.length >= ODD) return null;
      const entry = bare();
      entry.path = path;
      entry.what = what;
      put(odd, odd.length, entry);
      return null;
    };
    const look = (value, path) => {
      if (++values > VALUES || path.length > LEVELS) return null;
      if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
        return report(path, `a ${typeof value}`);
      }
      if (typeof value === "string") return substring(value, 0, TEXT);
      if (typeof value !== "object" || value === null) return value;
      const copy = isArray(value) ? list() : bare();
      const names = keys(value);
      for (let i = 0; i < names.length && values <= VALUES; i++) {
        if (names[i].length > TEXT) {
          report(path, `an object with a name of more than ${TEXT} characters`);
          continue;
        }
        const property = getOwnPropertyDescriptor(value, names[i]);
        if (!property) continue;
        const below = list();
        for (let j = 0; j < path.length; j++) put(below, j, path[j]);
        put(below, path.length, names[i]);
        if (property.get || property.set) report(below, "a getter");
        else put(copy, names[i], look(property.value, below));
      }
      return copy;
    };
    const type = (value) => {
      if (value === null) return "null";
      if (isArray(value)) return "array";
      return typeof value === "function" && getOwnPropertyDescriptor(value, "prototype")?.writable === false
        ? "class"
        : typeof value;
    };
    const functionOf = (object) => {
      const names = keys(object);
      for (let i = 0; i < names.length && i < ODD; i++) {
        if (typeof getOwnPropertyDescriptor(object, names[i])?.value === "function" && matches(identifier, names[i])) {
          return names[i];
        }
      }
      return null;
    };
    const settings = main.workflowSettings;
    const description = bare();
    description.settingsType = type(settings);
    description.defaultType = hasOwn(main, "default") ? type(main.default) : "missing";
    description.settings = description.settingsType === "object" ? look(settings, list()) : null;
    description.defaultFunction = description.defaultType === "object" ? functionOf(main.default) : null;
    description.odd = odd;
    description.globals = ownNames(globalThis);
    setPrototypeOf(description.globals, null);
    description.usesUrl = traces?.url === true;
    return stringify(description);
  };

  // ---- runs ---------------------------------------------------------------------------

  const owner = (event, path) => {
    let object = event;
    for (let i = 0; i < path.length - 1; i++) object = object[path[i]];
    return object;
  };

  // Asked for by its number when it is first read, and a plain property from then on.
  const offerLater = (event, path, number) => {
    const object = owner(event, path);
    const last = path.length - 1;
    defineProperty(object, path[last], {
      get: () => {
        const value = onDemand(number);
        put(object, path[last], value);
        return value;
      },
      set: (value) => put(object, path[last], value),
      enumerable: true,
      configurable: true,
    });
  };

  // Puts in their places what is no part of the event's text.
  const complete = (event, later, hidden, secrets) => {
    const places = parse(hidden);
    for (let i = 0; i < places.length; i++) {
      const path = places[i];
      put(owner(event, path), path[path.length - 1], secrets[i]);
    }
    const paths = parse(later);
    for (let i = 0; i < paths.length; i++) offerLater(event, paths[i], i);
  };

  const run = (text, later, hidden, ...secrets) => {
    const event = parse(text);
    const origin = event.context?.domains?.kindeDomain;
    domain = typeof origin === "string" ? origin : "";
    if (later !== undefined) complete(event, later, hidden, secrets);
    const result = main.default(event);
    const settle = async () => {
      try {
        await result;
        if (state.status === "pending") state.status = "fulfilled";
      } catch (error) {
        report(error);
      }
    };
    settle();
    return state;
  };

  // ---- realms that serve more than one run ----------------------------------------------

  // Once the bindings are there, and before there is anything of the author's: freezes what
  // runs share, the modules that are kept and the parts that are loaded ahead included.
  const harden = (script, names, ahead) => {
    const roots = [hostOfLibrary];
    const borrowed = keys(lent);
    for (let i = 0; i < borrowed.length; i++) put(roots, roots.length, lent[borrowed[i]]);
    const share = (exports) => {
      const exported = keys(exports);
      for (let i = 0; i < exported.length; i++) put(roots, roots.length, exports[exported[i]]);
    };
    for (let i = 0; i < names.length; i++) {
      put(roots, roots.length, evaluate(names[i], kept));
      share(kept[names[i]]);
    }
    for (let i = 0; i < ahead.length; i++) {
      if (ahead[i] === "url") {
        const { URL, URLSearchParams } = globalThis;
        put(roots, roots.length, URL);
        put(roots, roots.length, URLSearchParams);
        put(roots, roots.length, new URLSearchParams().entries());
      } else {
        web(ahead[i]);
      }
      frozen[ahead[i]] = true;
    }
    // A part may have loaded others.
    const loaded = keys(parts);
    for (let i = 0; i < loaded.length; i++) {
      frozen[loaded[i]] = true;
      const exported = keys(parts[loaded[i]]);
      for (let j = 0; j < exported.length; j++) if (hasOwn(globalThis, exported[j])) globalThis[exported[j]];
      share(parts[loaded[i]]);
    }
    hardened = true;
    ({ standsIn, isShared } = script(roots, () => trace("refused")));
    traces = undefined;
  };

  // Forgets a run that has ended. Answers with the names of what it has used that another
  // run could notice: if there is none, nothing is left.
  const reset = () => {
    if (answerer || keys(waiting).length > 0) trace("waiting");
    forgetClaims();
    clearEntries(lost);
    forgetSymbols();
    main = undefined;
    refusal = undefined;
    state = pending();
    return traces ? join(keys(traces), ",") : "";
  };

  const after = () => {
    const all = bare();
    const blindly = keys(blind);
    for (let i = 0; i < blindly.length; i++) {
      const token = blindly[i];
      if (!seen[token]) all[token] = { __proto__: null, set: setBlindly(token) };
    }
    const looking = keys(seen);
    for (let i = 0; i < looking.length; i++) all[looking[i]] = changesOf(looking[i]);
    return stringify(all);
  };

  return {
    libraries(factory, script, host) {
      libraryFactory = factory;
      webScript = script;
      webHost = host;
    },
    serve(wait, timer, hostWords, hostOnDemand, hostClaims) {
      waitFor = (id, time) => apply(wait, undefined, time === undefined ? [id] : [id, String(max(0, time))]);
      endCall = (id) => apply(wait, undefined, [id, "end"]);
      timers = timer;
      words = callable(hostWords);
      onDemand = callable(hostOnDemand);
      givenClaims = callable(hostClaims);
    },
    settle(id, answer) {
      if (waiting[id]) waiting[id](answer);
    },
    install,
    lend,
    modules,
    link,
    harden,
    reset,
    standIn,
    describe,
    run,
    after,
    // Of the reasons of rejections that nobody has handled, the first that is no failure of a
    // call: of those the run warns.
    unhandled(...reasons) {
      for (let i = 0; i < reasons.length; i++) {
        if (!isHandle(failures, reasons[i])) return { __proto__: null, reason: reasons[i] };
        lose(reasons[i]);
      }
      return null;
    },
    lost() {
      const errors = setPrototypeOf([], null);
      eachEntry(lost, (error) => put(errors, errors.length, error));
      return errors;
    },
    text: show,
    causes: (error) => web("inspect").causes(error),
  };
})()
