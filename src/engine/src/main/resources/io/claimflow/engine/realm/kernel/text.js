// Text for logs: values, and messages with values in them.

const inspect = (value, depth) => web("inspect").inspect(value, depth);

// The texts of the event that somebody chose: what the host masks as whole values. None is
// ever the name of a property: the script engine keeps names longer than a run.
let chosen;

const isChosen = (text) => {
  if (chosen === undefined) return false;
  for (let i = 0; i < chosen.length; i++) {
    if (chosen[i] === text) return true;
  }
  return false;
};

const valueText = (text) => (isChosen(text) ? words("value", text) : text);

const show = (value) => {
  if (typeof value !== "string") return inspect(value, 2);
  return valueText(value);
};

// util.format of Node.js: %s %d %i %f %j %o %O %c %%, then what is left, with spaces.
const format = (args) => {
  let text = "";
  let next = 0;
  if (args.length > 1 && typeof args[0] === "string") {
    const template = valueText(args[next++]);
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
    s: (value) => (typeof value === "string" ? valueText(value) : inspect(value, 0)),
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
    o: (value) => inspect(value, 4),
    O: (value) => inspect(value, 4),
    c: () => "",
  },
  null,
);
