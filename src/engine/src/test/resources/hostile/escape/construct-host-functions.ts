// the host: its functions as constructors
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {} },
};

export default async function () {
  class Mine {}
  for (const hosted of [kinde.env.get, kinde.auth.denyAccess, kinde.m2mToken.setCustomClaim, console.log]) {
    for (const use of [
      () => new hosted("REGION"),
      () => Reflect.construct(hosted, ["REGION"], Mine),
      () => Reflect.construct(Object, [], hosted),
      () => new (class extends hosted {})(),
    ]) {
      let made: any;
      try {
        made = use();
      } catch {
        continue;
      }
      if (!(made instanceof Object)) throw new Error(`breach: ${typeof made}`);
    }
  }
}
