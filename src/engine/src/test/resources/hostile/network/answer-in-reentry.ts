// answers: reading one call within the reading of another
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  const url = kinde.env.get("PARTNER").value;
  const first = kinde.fetch(url);
  const second = kinde.fetch({ toString: () => (first.status === 200 ? url : url) });
  Object.defineProperty(Object.prototype, "text", { get: () => second.status, configurable: true });
  if (second.status !== 200 || first.ok !== true) throw new Error("breach: another answer");
}
