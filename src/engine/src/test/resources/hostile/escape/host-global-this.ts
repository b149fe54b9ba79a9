// the host: other globals through iframes' old names
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const name of ["window", "parent", "top", "frames", "global", "root", "document", "context", "engine", "kernel", "host"]) {
    if (name in globalThis) throw new Error(`breach: ${name}`);
  }
  if (self !== globalThis) throw new Error("breach: self");
  for (let object = globalThis; object !== null; object = Object.getPrototypeOf(object)) {
    for (const key of Reflect.ownKeys(object)) if (/java|graal|host|kernel|truffle/i.test(String(key))) throw new Error(`breach: ${String(key)}`);
  }
}
