// Values of claims on their way out.

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
