// Bindings: what a script of the host's makes of functions of the host.

// What such a script can use.
const kernel = freeze({
  claims: claimsOf,
  setClaim,
  format,
  library,
  once,
  call,
  blame,
  known,
  answering,
  answerTo,
  trace,
  warn,
});

const install = (name, global, script, names, functions) => {
  defineProperty(globalThis, NAMESPACE, { value: kinde, writable: true, enumerable: false, configurable: true });
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
  const member = memberOf(name);
  const within = member === undefined ? globalThis : kinde;
  defineProperty(within, member ?? name, { value, writable: true, enumerable: within === kinde, configurable: true });
  if (name === FETCH) {
    hide(globalThis, "fetch", function fetch(input, init) {
      return web("fetch").fetchWith(value, input, init);
    });
  }
};

// For the built-in library alone.
const lend = (name, global, script, names, functions) => {
  const host = bare();
  for (let i = 0; i < names.length; i++) host[names[i]] = callable(functions[i]);
  lent[memberOf(name)] = script(host, kernel, name);
  mayFetch = hasOwn(kinde, "secureFetch");
};

const lazy = (name, get) => ({
  get,
  set: (value) => put(globalThis, name, value),
});
