// What would outlive a realm or a run, in registries of the script engine.

// Registered symbols would stay in the script engine for good, and outlive the realm.
// Here they end with the run, but for those of packages that stay.
let symbols;
let keysOfSymbols;
let registeredBefore;

const register = (name, symbol) => {
  symbols ??= bare();
  keysOfSymbols ??= new Map();
  symbols[name] = symbol;
  putEntry(keysOfSymbols, symbol, name);
};
const forgetSymbols = () => {
  symbols = undefined;
  keysOfSymbols = undefined;
  if (registeredBefore) {
    const names = keys(registeredBefore);
    for (let i = 0; i < names.length; i++) register(names[i], registeredBefore[names[i]]);
  }
};

const registry = {
  for(key) {
    const name = `${key}`;
    if (!symbols?.[name]) register(name, Symbol(name));
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
