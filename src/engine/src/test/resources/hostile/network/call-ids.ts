// answers: those of calls that one has not made
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  const url = kinde.env.get("PARTNER").value;
  const toString = String.prototype.toString;
  for (const patch of [() => "0", () => "1", () => "-1", () => "__proto__"]) {
    Number.prototype.toString = String.prototype.toString = patch as any;
    try {
      kinde.fetch(url).status;
    } catch {}
  }
  String.prototype.toString = toString;
  if (kinde.fetch(url).status !== 200) throw new Error("breach: another answer");
}
