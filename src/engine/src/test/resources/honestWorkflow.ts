// An honest workflow, which also describes everything that its globals lead to.
import { fetch, getEnvironmentVariable, m2mTokenClaims } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "honest",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, util: {} },
};

let runs = 0;
const template = (strings: TemplateStringsArray) => strings;

const marks = () => [runs++, RegExp.$1, (RegExp as any).lastMatch, Reflect.ownKeys(template`one`).length];

// The intrinsics that an attack would change first.
const glance = () =>
  [Object, Function, Array, String, Promise, RegExp, Map, Date, Error, JSON, Math, Reflect, Symbol].map((intrinsic: any) =>
    [
      Reflect.ownKeys(intrinsic).length,
      ...(intrinsic.prototype ? Reflect.ownKeys(intrinsic.prototype).map(String) : []),
      ...[intrinsic.keys, intrinsic.parse, intrinsic.max, intrinsic.prototype?.then, intrinsic.prototype?.map].map(String),
    ].join(),
  );

// Everything that they lead to.
function world() {
  const lines: string[] = [];
  const seen = new Set<object>();
  const look = (object: object, path: string) => {
    seen.add(object);
    if (!Object.isExtensible(object)) lines.push(`${path} is closed`);
    const prototype = Object.getPrototypeOf(object);
    if (prototype && !seen.has(prototype)) look(prototype, `${path}^`);
    for (const key of Reflect.ownKeys(object)) {
      if (typeof key === "string" && key.startsWith("$")) continue;
      const { value, get, set, writable, enumerable, configurable } = Reflect.getOwnPropertyDescriptor(object, key)!;
      const name = `${path}.${String(key)}`;
      lines.push(`${name} ${+!!writable}${+!!enumerable}${+!!configurable}${+!!get}${+!!set} ${typeof value}`);
      for (const next of [value, get, set]) {
        if (next !== null && /object|function/.test(typeof next) && !seen.has(next)) look(next, name);
      }
    }
  };
  for (const name of ["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "RegExp", "Date",
    "Error", "TypeError", "Promise", "Map", "Set", "Proxy", "Reflect", "JSON", "Math", "kinde", "console"]) {
    look((globalThis as any)[name], name);
  }
  return lines;
}

export default async function (event: any) {
  const globals = Reflect.ownKeys(globalThis).map(String);
  console.log([marks(), globals, ...(event.request.thorough ? world() : glance())].join("\n"));
  const token = m2mTokenClaims<any>();
  token.client = event.context.application.clientId;
  token.price = new Intl.NumberFormat("en").format(1234.5);
  token.name = "e\u0301".normalize("NFC");
  token.big = String(2n ** 70n);
  token.year = new Date(1_700_000_000_000).getUTCFullYear();
  const { data } = await fetch<any>(getEnvironmentVariable("PARTNER").value!, { method: "GET", headers: {} });
  token.plan = data.plan;
}
