// the host: functions and receivers in structured stack traces
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
};

export default async function () {
  const own = new Set<unknown>();
  const found: string[] = [];
  (Error as any).prepareStackTrace = (_: unknown, sites: any[]) => {
    for (const site of sites ?? []) {
      for (const name of ["getFunction", "getThis"]) {
        const value = site[name]?.();
        if (value !== undefined && value !== null && !own.has(value) && value !== globalThis) found.push(`${name} ${site}`);
      }
    }
    return "stack";
  };
  const spy = (): string => {
    void new Error("x").stack;
    return "X";
  };
  const attempt = (use: () => unknown) => {
    try {
      use();
    } catch (error: any) {
      void error.stack;
    }
  };
  attempt(() => kinde.env.get({ toString: spy }));
  attempt(() => kinde.fetch({ toString: spy }, { headers: { get a() { return spy(); } }, body: { toJSON: spy } }));
  attempt(() => kinde.auth.denyAccess({ toString: () => { throw new Error("no"); } }));
  attempt(() => kinde.m2mToken.setCustomClaim("x", { toJSON: spy }));
  attempt(() => kinde.m2mToken.setCustomClaim("x", 1n));
  attempt(() => kinde.m2mToken.setCustomClaim(1, 1));
  attempt(() => console.log({ [Symbol.toStringTag]: "x", toString: spy }, "%s", { toString: spy }));
  attempt(() => new URL({ toString: spy } as any));
  if (found.length > 0) throw new Error(`breach: ${found}`);
}
