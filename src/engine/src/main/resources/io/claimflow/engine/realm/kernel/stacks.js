// Stacks of errors, in the places of the author's source.

// The author's own Error.prepareStackTrace, if there is one.
let ownStackText;

// The stack of an error of the kernel's, whatever the author makes of stacks.
const stackOf = (error) => {
  const own = ownStackText;
  ownStackText = undefined;
  try {
    return getOwnPropertyDescriptor(error, "stack").value;
  } finally {
    ownStackText = own;
  }
};

// The stack of an error in the places of the author's source. It is made when somebody first
// reads it.
const stackText = (error, frames) => {
  let title = "Error";
  try {
    title = describeError(error);
  } catch {
    // It does not say what it is.
  }
  let lines = "";
  for (let i = 0; i < frames.length; i++) lines += `\n    at ${frames[i]}`;
  try {
    return title.length > TITLE ? title + words("trace", lines) : words("trace", title + lines);
  } catch {
    return title + lines;
  }
};

// A frame as Error.prepareStackTrace gets it: with the place in the author's source, and
// without the objects that the script engine would hand out.
const sites = new WeakSet();
const isSite = uncurry(WeakSet.prototype.has);
const addSite = uncurry(WeakSet.prototype.add);
const FRAME = /^(?:(.*) \()?(.*):(\d+):(\d+)\)?$/;
const NAME_OF_FRAME = /^(.*) \(/;
const siteOf = (text) => {
  const frame = matches(FRAME, text);
  const name = (frame ?? matches(NAME_OF_FRAME, text))?.[1];
  const native = !frame;
  const site = {
    getFileName: () => (native ? null : frame[2]),
    getScriptNameOrSourceURL: () => (native ? null : frame[2]),
    getLineNumber: () => (native ? null : Number(frame[3])),
    getColumnNumber: () => (native ? null : Number(frame[4])),
    getFunctionName: () => (name === undefined || name === "<anonymous>" ? null : name),
    getTypeName: () => null,
    getMethodName: () => null,
    getThis: () => undefined,
    getFunction: () => undefined,
    getEvalOrigin: () => undefined,
    isNative: () => native,
    isToplevel: () => false,
    isEval: () => false,
    isConstructor: () => name !== undefined && substring(name, 0, 4) === "new ",
    isAsync: () => false,
    toString: () => text,
  };
  addSite(sites, site);
  return site;
};
const AT = "\n    at ";
const sitesOf = (frames) => {
  const seen = [];
  for (let i = 0; i < frames.length; i++) {
    const shown = words("trace", `${AT}${frames[i]}`);
    if (shown !== "") put(seen, seen.length, siteOf(substring(shown, AT.length)));
  }
  return seen;
};

// Frames that come back from the author's function have their places already.
const stackWithSites = (error, frames) => {
  let text = `${error}`;
  for (let i = 0; i < frames.length; i++) text += `${AT}${frames[i]}`;
  return text;
};
const prepareStackTrace = (error, frames) => {
  if (frames.length > 0 && isSite(sites, frames[0])) return stackWithSites(error, frames);
  return ownStackText ? ownStackText(error, sitesOf(frames)) : stackText(error, frames);
};
defineProperty(Error, "prepareStackTrace", {
  get: () => prepareStackTrace,
  set(value) {
    ownStackText = typeof value === "function" && value !== prepareStackTrace ? value : undefined;
  },
  enumerable: false,
  configurable: false,
});

// Lets the message of an error that the author's code has caught be in the words of its source,
// as the stack is: the script engine made it of the compiled names.
const { prototype: TypeErrorPrototype } = TypeError;
const COMPILED =
  /^(?:(?:\$module\$*\d|\(intermediate value\))\S* is not |Cannot (?:read|set) property '[^']+' of (?:undefined|null)$)/;
const caught = (error) => {
  try {
    if (ownStackText || getPrototypeOf(error) !== TypeErrorPrototype) return;
    const message = getOwnPropertyDescriptor(error, "message")?.value;
    if (typeof message !== "string" || message.length > TITLE || !matches(COMPILED, message)) return;
    const stack = stackOf(error);
    const end = indexOf(stack, "\n");
    const title = end < 0 ? stack : substring(stack, 0, end);
    if (indexOf(title, "TypeError: ") === 0) hide(error, "message", substring(title, 11));
  } catch {
    // It is no object, or does not change.
  }
};

// Lets an error that was made where something began say why it failed.
const blame = (error, message) => {
  hide(error, "message", message);
  const stack = stackOf(error);
  const frames = indexOf(stack, "\n    at ");
  hide(error, "stack", `Error: ${message}${frames < 0 ? "" : substring(stack, frames)}`);
  return error;
};
