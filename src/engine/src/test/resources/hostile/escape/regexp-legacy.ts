// the host: what the engine has matched, in RegExp's old properties
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  kinde.m2mToken.setCustomClaim("list", { "a b": [1] });
  try {
    kinde.fetch("https://user:pass@example.com/").status;
  } catch {}
  const seen = [RegExp.$1, (RegExp as any).input, (RegExp as any).lastMatch, (RegExp as any).leftContext].join();
  if (/s3cr3t/.test(seen)) throw new Error("breach: texts of others");
}
