// code from text: Function by Reflect.construct and bind
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const make of [
    () => Reflect.construct(Function, ["return 1"]),
    () => Reflect.construct(Object, ["return 1"], Function)(),
    () => Function.bind(null, "return 1")()(),
    () => Function.apply(null, ["return 1"])(),
    () => new (class extends Function {})("return 1" as any)(),
    () => new Proxy(Function, {})("return 1")(),
  ]) {
    let result: unknown;
    try {
      result = make();
    } catch {
      continue;
    }
    throw new Error(`breach: ${result}`);
  }
}
