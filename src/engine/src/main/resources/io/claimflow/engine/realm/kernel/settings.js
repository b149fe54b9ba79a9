// The settings that a workflow exports.

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
