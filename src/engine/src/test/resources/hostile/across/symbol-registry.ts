// the next run: properties under registered symbols
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  const key = Symbol.for("mark");
  const objects: any[] = [globalThis, Object, Object.prototype, kinde, console, Math];
  for (const object of objects) if (object[key]) throw new Error("breach: a mark under a symbol");
  for (const object of objects) object[key] = 1;
}
