// Values as util.inspect of Node.js shows them; only arrays are not arranged in columns.
// Getters are not called. Everything has a bound: the log has one, and what fills it counts
// as memory and statements of the run.
(web, host, { mask, value: whole, isHandle, valueOf }) => {
  const { getOwnPropertyDescriptor, getPrototypeOf, keys } = Object;
  const ITEMS = 100;
  const STRING = 2_000;
  const TOTAL = 100_000;
  const WIDTH = 70;
  const LEVELS_ON_A_LINE = 3;
  const TEXTS = 10;

  const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
  const ESCAPES = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };
  const ODD = /[\x00-\x1f\\]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  const escaped = (character) =>
    ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

  // In the first kind of quotes that the text has none of. What masks secrets knows the form.
  const quoted = (text) => {
    const quote = ["'", '"', "`"].find((one) => !text.includes(one)) ?? "'";
    const inside = text.replace(ODD, escaped);
    return quote + (quote === "'" ? inside.replaceAll("'", "\\'") : inside) + quote;
  };

  // The host masks before it cuts: half of a secret is not masked.
  const shortened = (text) => quoted(text.length > STRING ? mask(text) : whole(text));

  const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

  const constructorOf = (value) => {
    for (let object = value; object !== null; object = getPrototypeOf(object)) {
      const constructor = valueOf(object, "constructor");
      if (typeof constructor === "function" && constructor.name !== "") return constructor.name;
    }
    return null;
  };

  const functionText = (value) => {
    const name = getOwnPropertyDescriptor(value, "name")?.value;
    if (Function.prototype.toString.call(value).startsWith("class")) {
      const parent = getPrototypeOf(value)?.name;
      return `[class ${name || "(anonymous)"}${parent ? ` extends ${parent}` : ""}]`;
    }
    return name ? `[${tagOf(value)}: ${name}]` : `[${tagOf(value)} (anonymous)]`;
  };

  const primitive = (value, top) => {
    switch (typeof value) {
      case "string":
        return top ? value : shortened(value);
      case "number":
        return Object.is(value, -0) ? "-0" : `${value}`;
      case "bigint":
        return `${value}n`;
      default:
        return String(value);
    }
  };

  // The stack of an error that has one, and else what it is.
  const stackOf = (error) => {
    const stack = getOwnPropertyDescriptor(error, "stack")?.value;
    return typeof stack === "string" && stack !== "" ? stack : `[${Error.prototype.toString.call(error)}]`;
  };

  // All that is shown of what is too deep.
  const nameOf = (value) => {
    if (value instanceof Error) return `[${Error.prototype.toString.call(value)}]`;
    if (typeof value === "function") return functionText(value);
    if (Array.isArray(value)) return value.length === 0 ? "[]" : "[Array]";
    const name = constructorOf(value) ?? "Object: null prototype";
    return name === "Object" && Reflect.ownKeys(value).length === 0 ? "{}" : `[${name}]`;
  };

  const inspect = (root, depth) => {
    let total = 0;
    const circular = new Map();
    const above = [];

    const keyText = (key) => (typeof key === "symbol" ? `[${String(key)}]` : IDENTIFIER.test(key) ? key : quoted(key));

    const propertyText = (object, key, descriptor) => {
      if (descriptor.get && isHandle(object)) return show(object[key]);
      if (descriptor.get) return descriptor.set ? "[Getter/Setter]" : "[Getter]";
      return descriptor.set ? "[Setter]" : show(descriptor.value);
    };

    const properties = (object, entries, skip) => {
      let left = 0;
      const symbols = Object.getOwnPropertySymbols(object).filter((key) => getOwnPropertyDescriptor(object, key)?.enumerable);
      for (const key of [...keys(object), ...symbols]) {
        if (skip?.(key)) continue;
        const descriptor = getOwnPropertyDescriptor(object, key);
        if (!descriptor) continue;
        if (entries.length >= ITEMS || total > TOTAL) left++;
        else entries.push(`${keyText(key)}: ${propertyText(object, key, descriptor)}`);
      }
      if (left > 0) entries.push(`... ${left} more propert${left > 1 ? "ies" : "y"}`);
    };

    const elements = (length, text) => {
      const entries = [];
      let next = 0;
      for (; next < length && entries.length < ITEMS && total <= TOTAL; next++) text(next, entries);
      if (next < length) entries.push(`... ${length - next} more item${length - next > 1 ? "s" : ""}`);
      return entries;
    };

    const arrayEntries = (array) =>
      elements(array.length, (i, entries) => {
        if (i in array) {
          entries.push(show(getOwnPropertyDescriptor(array, i)?.value));
        } else if (i === 0 || i - 1 in array) {
          let holes = 1;
          while (i + holes < array.length && holes < TOTAL && !(i + holes in array)) holes++;
          entries.push(`<${holes} empty item${holes > 1 ? "s" : ""}>`);
        }
      });

    const isIndex = (key) => typeof key === "string" && /^\d+$/.test(key);

    const errorText = (error) => {
      const text = stackOf(error);
      const entries = [];
      properties(error, entries, (key) => key === "name" || key === "message" || key === "stack");
      for (const name of ["errors", "cause"]) {
        const property = getOwnPropertyDescriptor(error, name);
        if (property && !property.enumerable && "value" in property) entries.push(`[${name}]: ${show(property.value)}`);
      }
      return entries.length === 0 ? text : `${text} {\n${indented(entries)}\n}`;
    };

    const indented = (entries) => entries.map((entry) => `  ${entry.replaceAll("\n", "\n  ")}`).join(",\n");

    const objectText = (value) => {
      const tag = tagOf(value);
      const name = constructorOf(value);
      const prefix = (usual, size) => {
        if (name === null) return `[${usual}${size}: null prototype] `;
        return name === usual && size === "" ? "" : `${name}${size} `;
      };
      const braces = (start, entries, end) => ({ start, entries, end });
      if (Array.isArray(value)) {
        const entries = arrayEntries(value);
        properties(value, entries, isIndex);
        return braces(`${name === "Array" ? "" : prefix("Array", `(${value.length})`)}[`, entries, "]");
      }
      if (ArrayBuffer.isView(value) && tag !== "DataView") {
        return braces(`${name}(${value.length}) [`, elements(value.length, (i, entries) => entries.push(`${value[i]}`)), "]");
      }
      if (value instanceof Map) {
        const pairs = [...Map.prototype.entries.call(value)];
        const entries = elements(pairs.length, (i, all) => all.push(`${show(pairs[i][0])} => ${show(pairs[i][1])}`));
        properties(value, entries);
        return braces(`${name ?? "Map"}(${pairs.length}) {`, entries, "}");
      }
      if (value instanceof Set) {
        const items = [...Set.prototype.values.call(value)];
        const entries = elements(items.length, (i, all) => all.push(show(items[i])));
        properties(value, entries);
        return braces(`${name ?? "Set"}(${items.length}) {`, entries, "}");
      }
      if ((tag === "URLSearchParams" || tag === "Headers") && name === tag) {
        const pairs = [...value];
        return braces(`${tag} {`, elements(pairs.length, (i, all) => all.push(`${show(pairs[i][0])} => ${show(pairs[i][1])}`)), "}");
      }
      if (tag === "URL" && name === tag) return braces("URL {", [`href: ${show(value.href)}`], "}");
      const base = special(value, tag);
      const entries = [];
      properties(value, entries, tag === "String" ? isIndex : undefined);
      if (base !== undefined) return entries.length === 0 ? base : braces(`${base} {`, entries, "}");
      const start = prefix("Object", "");
      const more = tag !== "Object" && tag !== name ? `[${tag}] ` : "";
      return braces(`${start === "" && more !== "" ? "Object " : start}${more}{`, entries, "}");
    };

    // What is more than its properties.
    const special = (value, tag) => {
      if (typeof value === "function") return functionText(value);
      switch (tag) {
        case "Date":
          return Number.isFinite(Date.prototype.getTime.call(value)) ? Date.prototype.toISOString.call(value) : "Invalid Date";
        case "RegExp":
          return RegExp.prototype.toString.call(value);
        case "Number":
        case "Boolean":
        case "String":
          return `[${tag}: ${show(value.valueOf())}]`;
        default:
          return undefined;
      }
    };

    const joined = ({ start, entries, end }) => {
      if (entries.length === 0) return `${start}${end}`;
      const length = entries.reduce((sum, entry) => sum + entry.length + 2, start.length + 2 * above.length);
      if (length <= WIDTH && !entries.some((entry) => entry.includes("\n")) && below < LEVELS_ON_A_LINE) {
        return `${start} ${entries.join(", ")} ${end}`;
      }
      return `${start}\n${indented(entries)}\n${end}`;
    };

    // The levels that the last object shown had below it.
    let below = 0;

    const show = (value) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null) {
        const text = primitive(value, false);
        total += text.length;
        return text;
      }
      if (above.includes(value)) {
        if (!circular.has(value)) circular.set(value, circular.size + 1);
        return `[Circular *${circular.get(value)}]`;
      }
      if (above.length > depth) {
        const text = nameOf(value);
        total += text.length;
        return text;
      }
      above.push(value);
      const before = below;
      below = 0;
      let parts;
      try {
        parts = value instanceof Error ? errorText(value) : objectText(value);
      } catch {
        parts = "[an object that cannot be shown]";
      }
      above.pop();
      const text = typeof parts === "string" ? parts : joined(parts);
      below = Math.max(before, below + 1);
      total += 2;
      return circular.has(value) ? `<ref *${circular.get(value)}> ${text}` : text;
    };

    return (typeof root !== "object" && typeof root !== "function") || root === null ? primitive(root, true) : show(root);
  };

  // The message of an error that computes it when it is asked, as those of packages do.
  const messageOf = (error) => {
    if (!(error instanceof Error)) return undefined;
    for (let object = error; object !== null; object = getPrototypeOf(object)) {
      const property = getOwnPropertyDescriptor(object, "message");
      if (property?.get && !("value" in property)) {
        const message = Reflect.apply(property.get, error, []);
        return typeof message === "string" ? message : undefined;
      }
      if (property) return undefined;
    }
  };

  // What an error says that it comes from, as JSON: its cause, and the errors that it sums
  // up. No getter has a say in it.
  const causes = (root) => {
    let texts = 0;
    const seen = new Set();
    const read = (error) => {
      const found = [];
      if (typeof error !== "object" || error === null || seen.has(error)) return found;
      seen.add(error);
      const add = (relation, value) => {
        if (texts++ >= TEXTS) return;
        const text = value instanceof Error ? stackOf(value) : inspect(value, 1);
        found.push({ relation, text, causes: read(value) });
      };
      const errors = getOwnPropertyDescriptor(error, "errors")?.value;
      if (error instanceof AggregateError && Array.isArray(errors)) {
        for (let i = 0; i < errors.length && texts < TEXTS; i++) add(`errors[${i}]`, errors[i]);
      }
      const cause = getOwnPropertyDescriptor(error, "cause");
      if (cause && "value" in cause && error instanceof Error) add("cause", cause.value);
      return found;
    };
    return JSON.stringify({ message: messageOf(root), causes: read(root) });
  };

  return { inspect, causes };
}
