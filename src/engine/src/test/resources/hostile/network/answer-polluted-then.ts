// answers: a then on every object
// ends: COMPLETED, EXCEPTION, NEVER_SETTLES, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  (Object.prototype as any).then = function (done: any) {
    if (typeof done === "function") done({ breach: true });
  };
  const result = await kinde.fetch(kinde.env.get("PARTNER").value);
  kinde.m2mToken.getCustomClaims().seen = typeof result;
}
