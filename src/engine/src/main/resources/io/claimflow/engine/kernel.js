// The first code in every realm. It captures the intrinsics that it needs while they are
// pristine, so nothing that a workflow does to a prototype reaches it, and hands the host
// a few functions. Only strings, and functions of the host and of this file, cross.
(() => {
  "use strict";

  const { defineProperty, getOwnPropertyDescriptor, keys, setPrototypeOf, freeze } = Object;
  const { apply } = Reflect;
  const { isArray } = Array;
  const { parse, stringify } = JSON;
  const { TypeError, Error, String, Number, Promise, parseInt, parseFloat } = globalThis;
  const { isFinite } = Number;
  const uncurry = (method) => (self, ...args) => apply(method, self, args);
  const toISOString = uncurry(Date.prototype.toISOString);
  const getTime = uncurry(Date.prototype.getTime);
  const tagOf = uncurry(Object.prototype.toString);
  const hasOwn = uncurry(Object.prototype.hasOwnProperty);
  const substring = uncurry(String.prototype.substring);
  const matches = uncurry(RegExp.prototype.exec);
  const identifier = /^[A-Za-z_$][\w$]*$/;

  // Shared memory and blocking waits have no use in one short run.
  delete globalThis.SharedArrayBuffer;
  delete globalThis.Atomics;
  delete globalThis.arguments;

  const bare = () => setPrototypeOf({}, null);

  const put = (object, key, value) =>
    defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });

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

  const refuse = (path, what) => {
    const error = new TypeError(`The claim ${path} is ${what}`);
    put(error, "claim", true);
    throw error;
  };

  // What JSON.stringify would turn into {} without a word.
  const silent = setPrototypeOf(
    {
      "[object Map]": "a Map, which JSON cannot express; use Object.fromEntries(map)",
      "[object Set]": "a Set, which JSON cannot express; use [...set]",
      "[object RegExp]": "a RegExp, which JSON cannot express; use its source",
      "[object Promise]": "a Promise, which JSON cannot express; await it",
    },
    null,
  );

  // A copy of a value that JSON expresses exactly, free of the author's prototypes,
  // getters and proxies: each property is read once.
  const plain = (value, path, above, count) => {
    if (++count.nodes > NODES) refuse(path, `part of a value of more than ${NODES} elements; keep claims small`);
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        if (!isFinite(value)) refuse(path, `${value}, which JSON cannot express; use a finite number or null`);
        return value;
      case "undefined":
        return undefined;
      case "bigint":
        refuse(path, "a BigInt, which JSON cannot express; use Number(…) or String(…)");
      case "symbol":
        refuse(path, "a symbol, which JSON cannot express; use a string");
      case "function":
        refuse(path, "a function, which JSON cannot express; call it or remove it");
    }
    if (value === null) return null;
    for (let up = above; up; up = up.up) {
      if (up.value === value) refuse(path, "a reference to something that contains it; JSON cannot express a cycle");
    }
    if (above && above.depth >= DEPTH) refuse(path, `nested more than ${DEPTH} levels deep`);
    const tag = tagOf(value);
    if (tag === "[object Date]") {
      if (!isFinite(getTime(value))) refuse(path, "an invalid Date; use null or a valid one");
      return toISOString(value);
    }
    if (silent[tag]) refuse(path, silent[tag]);
    const here = { value, up: above, depth: above ? above.depth + 1 : 1 };
    const { toJSON } = value;
    if (typeof toJSON === "function") return plain(apply(toJSON, value, []), path, here, count);
    if (isArray(value)) {
      const { length } = value;
      if (length > NODES) refuse(path, `an array of more than ${NODES} elements; keep claims small`);
      const copy = [];
      setPrototypeOf(copy, null);
      for (let i = 0; i < length; i++) {
        const element = plain(value[i], `${path}[${i}]`, here, count);
        put(copy, i, element === undefined ? null : element);
      }
      return copy;
    }
    const copy = bare();
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name === "@class") refuse(path, 'an object with the key "@class", which servers take for a type; rename it');
      const step = matches(identifier, name) ? `.${name}` : `[${stringify(name)}]`;
      const member = plain(value[name], path + step, here, count);
      if (member !== undefined) copy[name] = member;
    }
    return copy;
  };

  const quoted = (name) => `'${name}'`;

  const json = (value, name) => {
    const copy = plain(value, quoted(name), null, { nodes: 0 });
    return copy === undefined ? undefined : stringify(copy);
  };

  // ---- claims -------------------------------------------------------------------------

  const tokens = bare();

  const setClaim = (claims, claim, value) => {
    if (typeof claim !== "string") {
      throw new TypeError("setCustomClaim takes the claim's name as a string");
    }
    if (value === undefined) {
      delete claims[claim];
      return;
    }
    json(value, claim);
    put(claims, claim, value);
  };

  const snapshot = (name) => {
    const copy = bare();
    const count = { nodes: 0 };
    const names = keys(tokens[name]);
    for (let i = 0; i < names.length; i++) {
      const claim = plain(tokens[name][names[i]], quoted(names[i]), null, count);
      if (claim !== undefined) copy[names[i]] = claim;
    }
    return copy;
  };

  // ---- text for logs ------------------------------------------------------------------

  const inspect = once(() => library("object-inspect"));

  const show = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return hasOwn(value, "stack") ? String(value.stack) : String(value);
    if (typeof value === "object" && value !== null) return inspect()(value, { depth: 4, quoteStyle: "single" });
    return typeof value === "bigint" ? `${value}n` : String(value);
  };

  const inner = (value) => (typeof value === "object" && value !== null ? inspect()(value, { depth: 4 }) : show(value));

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
      s: (value) => inner(value),
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
      o: (value) => inner(value),
      O: (value) => inner(value),
      c: () => "",
    },
    null,
  );

  // ---- libraries, bindings, modules ---------------------------------------------------

  let libraryFactory;
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

  const kernel = freeze({ claims: (name) => tokens[name], setClaim, format, library, once });

  const kinde = {};

  // A host function takes strings and answers with a string: "=" and its result, "!" and
  // the message of an error to throw, or nothing for undefined.
  const callable = (hostFunction) => (...args) => {
    const strings = [];
    for (let i = 0; i < args.length; i++) put(strings, i, String(args[i]));
    const answer = apply(hostFunction, undefined, strings);
    if (answer === null || answer === undefined) return undefined;
    if (answer[0] === "!") throw new Error(substring(answer, 1));
    return substring(answer, 1);
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
  };

  const lazy = (name, get) => ({
    get,
    set: (value) => put(globalThis, name, value),
  });

  let main;

  const link = (factories) => {
    const loaded = [];
    const load = (number) => {
      if (!loaded[number]) {
        const exports = bare();
        loaded[number] = exports;
        apply(factories[number], undefined, [exports, load]);
      }
      return loaded[number];
    };
    main = load(0);
  };

  // ---- settings -----------------------------------------------------------------------

  // A description of workflowSettings that reads no getter and calls no function.
  const describe = () => {
    const odd = [];
    const look = (value, path) => {
      if (path.length > 8) return null;
      if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
        odd[odd.length] = { path, what: `a ${typeof value}` };
        return null;
      }
      if (typeof value !== "object" || value === null) return value;
      const copy = isArray(value) ? [] : bare();
      const names = keys(value);
      for (let i = 0; i < names.length && i < 1000; i++) {
        const property = getOwnPropertyDescriptor(value, names[i]);
        const below = [...path, names[i]];
        if (!property) continue;
        if (property.get || property.set) odd[odd.length] = { path: below, what: "a getter" };
        else put(copy, names[i], look(property.value, below));
      }
      return copy;
    };
    const type = (value) => (value === null ? "null" : isArray(value) ? "array" : typeof value);
    const settings = main.workflowSettings;
    return stringify({
      settingsType: type(settings),
      defaultType: hasOwn(main, "default") ? type(main.default) : "missing",
      settings: type(settings) === "object" ? look(settings, []) : null,
      odd,
    });
  };

  // ---- runs ---------------------------------------------------------------------------

  const run = (event) => {
    const state = { status: "pending", error: undefined };
    const result = main.default(parse(event));
    const settle = async () => {
      try {
        await result;
        state.status = "fulfilled";
      } catch (error) {
        state.status = "rejected";
        state.error = error;
      }
    };
    settle();
    return state;
  };

  const after = () => {
    const all = bare();
    const names = keys(tokens);
    for (let i = 0; i < names.length; i++) all[names[i]] = snapshot(names[i]);
    return stringify(all);
  };

  return {
    libraries(factory) {
      libraryFactory = factory;
    },
    claims(name, text) {
      tokens[name] = parse(text);
    },
    install,
    link,
    describe,
    run,
    after,
    text: (value) => (typeof value === "string" ? value : show(value)),
  };
})()
