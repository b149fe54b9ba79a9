// the host: shared memory that other built-ins lead to
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const seen = new Set<object>();
  const look = (object: any) => {
    if (object === null || !/object|function/.test(typeof object) || seen.has(object)) return;
    seen.add(object);
    if (/^(SharedArrayBuffer|Atomics)$/.test(object.name ?? "")) throw new Error("breach: shared memory is in reach");
    look(Object.getPrototypeOf(object));
    for (const key of ["constructor", "prototype", Symbol.species]) look(Object.getOwnPropertyDescriptor(object, key)?.value);
  };
  Reflect.ownKeys(globalThis).forEach((name) => look((globalThis as any)[name]));
}
