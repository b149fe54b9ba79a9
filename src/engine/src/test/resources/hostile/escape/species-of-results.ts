// the host: constructors in results and Symbol.species
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const found: string[] = [];
  for (const type of [Array, Promise, Map, Set, RegExp, ArrayBuffer] as any[]) {
    Object.defineProperty(type, Symbol.species, {
      get() {
        return new Proxy(this, {
          construct(target, args, self) {
            for (const arg of args) {
              if (typeof arg === "function" && Object.getPrototypeOf(arg) !== Function.prototype) found.push(String(arg));
            }
            return Reflect.construct(target, args, self);
          },
        });
      },
    });
  }
  kinde.m2mToken.getCustomClaims().scope.map((x: unknown) => x);
  kinde.m2mToken.setCustomClaim("list", [1, [2]]);
  await Promise.resolve(1).then((x) => x);
  console.log([1, new Map([[1, 2]])]);
  if (found.length > 0) throw new Error(`breach: ${found}`);
}
