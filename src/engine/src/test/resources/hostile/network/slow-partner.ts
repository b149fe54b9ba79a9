// calls: an answer that never comes
// ends: CPU_TIME, DEADLINE, STATEMENTS

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  await kinde.fetch(`${kinde.env.get("PARTNER").value}never`);
}
