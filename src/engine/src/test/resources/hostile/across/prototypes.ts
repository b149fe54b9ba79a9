// the next run: polluted prototypes
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const types: any[] = [Object, Array, String, Number, Function, Promise, Map, Set, RegExp, Date, Error, Symbol, BigInt];
  for (const type of types) if ("mark" in type.prototype) throw new Error(`breach: ${type.name}`);
  for (const type of types) {
    Object.defineProperty(type.prototype, "mark", { value: 1 });
    if (Object.isFrozen(type.prototype)) throw new Error(`breach: ${type.name} is frozen`);
  }
  Object.freeze(Object.prototype);
}
