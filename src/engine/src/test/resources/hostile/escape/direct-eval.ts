// code from text: eval that sees local variables
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const local = 1;
  let result: unknown;
  try {
    result = eval("local");
  } catch {
    return;
  }
  throw new Error(`breach: ${result} ${local}`);
}
