// code from text: JSON, regular expressions and dates given code
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const text = "(() => { globalThis.reached = true; return 1; })()";
  for (const use of [() => JSON.parse(text), () => new RegExp(text), () => new Date(text), () => Number(text), () => BigInt(text)]) {
    try {
      use();
    } catch {}
  }
  if ((globalThis as any).reached) throw new Error("breach: the text ran");
}
