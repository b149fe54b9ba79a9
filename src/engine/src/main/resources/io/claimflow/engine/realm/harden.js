// Makes a realm fit for more than one run: all that one run could leave to the next is
// frozen. What a workflow reaches without having made it begins at the global object, at
// syntax, and at what the kernel hands out, so a walk from there finds all of it.
//
// A frozen object refuses assignments to the objects that inherit from it, too, so what it
// had as data properties become accessors that let those have properties of their own.
(roots, refused) => {
  "use strict";
  const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
  const { ownKeys } = Reflect;

  const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

  // Its callbacks run when the collector comes, in whichever run that is.
  delete globalThis.FinalizationRegistry;

  // RegExp.$1 and the like, which tell of the last match of any regular expression.
  for (const key of ownKeys(RegExp)) {
    if (!["prototype", "length", "name", "escape", Symbol.species].includes(key)) delete RegExp[key];
  }

  const iterators = [[].values(), new Map().keys(), new Set().keys(), "".matchAll(/(?:)/g), ""[Symbol.iterator]()];
  if (typeof Iterator === "function" && Iterator.from) {
    iterators.push(Iterator.from({ next() {} }), [].values().map(() => undefined));
  }
  if (typeof Intl === "object" && Intl.Segmenter) {
    const segments = new Intl.Segmenter().segment("");
    iterators.push(segments, segments[Symbol.iterator]());
  }
  const functions = [() => undefined, async () => undefined, function* () {}, async function* () {}];
  const strictArguments = (function () {
    return arguments;
  })();

  const hidden = [
    ...iterators.map(getPrototypeOf),
    ...functions.map(getPrototypeOf),
    getPrototypeOf(functions[2].prototype),
    getPrototypeOf(functions[3].prototype),
    getOwnPropertyDescriptor(strictArguments, "callee").get,
  ];

  const found = new Set();
  const prototypes = new Set();
  const queue = [globalThis, ...hidden, ...roots];
  while (queue.length > 0) {
    const object = queue.pop();
    if (!isObject(object) || found.has(object)) continue;
    found.add(object);
    const prototype = getPrototypeOf(object);
    if (prototype !== null) {
      prototypes.add(prototype);
      queue.push(prototype);
    }
    for (const key of ownKeys(object)) {
      const { value, get, set } = getOwnPropertyDescriptor(object, key);
      if (key === "prototype" && isObject(value)) prototypes.add(value);
      queue.push(value, get, set);
    }
  }

  const getters = new WeakSet();
  for (const object of prototypes) {
    for (const key of ownKeys(object)) {
      const { value, writable, configurable, enumerable } = getOwnPropertyDescriptor(object, key);
      // Symbols stay: iteration asks for them all the time, and classes define them.
      if (typeof key !== "string" || !writable || !configurable) continue;
      // Errors have no frames where the limit is no value. It cannot be changed.
      if (object === Error && key === "stackTraceLimit") continue;
      const { get, set } = {
        get() {
          return value;
        },
        set(given) {
          if (this === object) {
            refused();
            throw new TypeError(`The built-in property "${key}" cannot be changed`);
          }
          const own = hasOwn(this, key);
          defineProperty(this, key, own ? { value: given } : { value: given, writable: true, enumerable: true, configurable: true });
        },
      };
      getters.add(freeze(get));
      freeze(set);
      defineProperty(object, key, { get, set, enumerable, configurable: false });
    }
  }
  for (const object of found) freeze(object);

  return {
    // Whether a getter stands for a data property.
    standsIn: (get) => getters.has(get),
    // Whether it was frozen here.
    isShared: (object) => found.has(object),
    // All that was frozen here.
    shared: found,
  };
}
