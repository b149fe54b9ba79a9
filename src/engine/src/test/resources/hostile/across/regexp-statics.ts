// the next run: what the last regular expression matched
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const seen = [RegExp.$1, (RegExp as any).lastMatch, (RegExp as any)["$&"], (RegExp as any).input].join("");
  if (seen.includes("secret")) throw new Error("breach: a match of another run");
  /(secret)/.exec("the secret of one run");
}
