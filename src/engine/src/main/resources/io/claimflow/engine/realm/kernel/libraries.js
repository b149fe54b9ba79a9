// CommonJS modules of the host's.

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
