// calls: more than a run may make
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  const calls: any[] = [];
  let refusals = 0;
  for (let i = 0; i < 200; i++) {
    try {
      calls.push(kinde.fetch(kinde.env.get("PARTNER").value));
    } catch {
      refusals++;
    }
  }
  if (calls.length > 20 || refusals < 180) throw new Error(`breach: ${calls.length} calls`);
}
