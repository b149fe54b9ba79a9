// The first code in every realm. It captures the intrinsics that it needs while they are
// pristine, so nothing that a workflow does to a prototype reaches it, and hands the host
// a few functions. Only strings, and functions of the host and of the kernel, cross.
//
// The files of this folder are parts of one function: what one declares, all can use.
const { create, defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames: ownNames, getPrototypeOf, keys, setPrototypeOf, freeze, prototype: ordinary } = Object;
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

// What the Java platform cannot compute is not there, as in older engines.
if (!hasHalfFloats) {
  delete globalThis.Float16Array;
  delete Math.f16round;
  delete DataView.prototype.getFloat16;
  delete DataView.prototype.setFloat16;
}

const bare = () => ({ __proto__: null });

const put = (object, key, value) =>
  defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });

const hide = (object, key, value) =>
  defineProperty(object, key, { value, writable: true, enumerable: false, configurable: true });

// What awaits a promise asks for its constructor. While that is the real one, no then of
// the author's comes between the two, and a workflow that throws has thrown.
defineProperty(Promise.prototype, "constructor", {
  get: () => Promise,
  set(value) {
    put(this, "constructor", value);
  },
  configurable: false,
});

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
