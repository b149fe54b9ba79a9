// code from text: eval
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let result: unknown;
  try {
    result = (0, eval)("1 + 1");
  } catch {
    return;
  }
  throw new Error(`breach: ${result}`);
}
