// the engine: names that its code leaves in scope
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const read of [
    () => (globalThis as any).tokens,
    () => typeof (globalThis as any).waiting,
    () => typeof (globalThis as any).libraryFactory,
  ]) {
    const value = read();
    if (value !== undefined && value !== "undefined") throw new Error(`breach: ${value}`);
  }
  let outer: unknown[] = [];
  try { outer.push(eval("tokens")); } catch {}
  // @ts-ignore
  try { outer.push(tokens); } catch {}
  // @ts-ignore
  try { outer.push(kernel); } catch {}
  // @ts-ignore
  try { outer.push(host); } catch {}
  if (outer.length > 0) throw new Error("breach: a name of the engine's");
}
