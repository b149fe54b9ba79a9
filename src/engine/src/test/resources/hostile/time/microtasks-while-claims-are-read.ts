// promises: a chain that starts when the claims are read
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const f = (): Promise<void> => Promise.resolve().then(f);
  Object.defineProperty(kinde.m2mToken.getCustomClaims(), "plan", {
    enumerable: true,
    get() {
      f();
      return "pro";
    },
  });
}
