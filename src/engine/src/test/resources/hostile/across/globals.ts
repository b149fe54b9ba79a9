// the next run: a global that one left behind
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const g = globalThis as any;
  if (g.mark !== undefined) throw new Error("breach: the mark of another run");
  g.mark = 1;
  Object.defineProperty(g, "forever", { value: 1 });
}
