// The modules of a workflow.

// The name of the module that has all npm packages.
const PACKAGES = "packages";

// Begins the names of the modules that stand for single packages.
const PACKAGE = "package:";

// Modules by name. Exports are getters, so bindings are live and circular imports see
// what is there so far.
let factories = bare();
const kept = bare();
let entry;
let main;

// The packages, and what stands for each, if they were evaluated before the author's
// modules; and whether the host makes all they hold as it was, for the next run.
let packages;
let packagesStay = false;

// What packages take for the global object. Where runs share the real one, it is frozen,
// and each run has an object of its own in front of it, for what packages add.
const globalOf = (name) => (name === PACKAGES ? (hardened ? create(globalThis) : globalThis) : undefined);

const evaluate = (name, loaded) => {
  if (kept[name]) return kept[name];
  if (packages?.[name]) return packages[name];
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
    apply(factories[name], undefined, [freeze({ define, require, all, parse, caught, global: globalOf(name) })]);
  }
  return loaded[name];
};

// The entry is the first. What is kept needs no factory any more.
const modules = (names, functions) => {
  factories = bare();
  entry = names[0];
  dropPackages();
  for (let i = 0; i < names.length; i++) factories[names[i]] = functions[i];
};

const link = () => {
  main = evaluate(entry, bare());
};

const dropPackages = () => {
  packages = undefined;
  packagesStay = false;
  registeredBefore = undefined;
};

const linkPackages = () => {
  const loaded = bare();
  evaluate(PACKAGES, loaded);
  const names = keys(factories);
  for (let i = 0; i < names.length; i++) if (indexOf(names[i], PACKAGE) === 0) evaluate(names[i], loaded);
  packages = loaded;
};

// Hands over all by which the next run would reach the packages.
const handPackages = (handOver) => {
  const registered = [];
  if (symbols) {
    const names = keys(symbols);
    for (let i = 0; i < names.length; i++) put(registered, i, symbols[names[i]]);
  }
  apply(handOver, undefined, [packages, registered]);
};

const keepPackages = () => {
  packagesStay = true;
  registeredBefore = bare();
  if (!symbols) return;
  const names = keys(symbols);
  for (let i = 0; i < names.length; i++) registeredBefore[names[i]] = symbols[names[i]];
};
