// memory: a shift whose operands say their size late
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const by: any = { valueOf: () => 1_500_000_000n };
  const one: any = { valueOf: () => 1n };
  try {
    one << by;
  } catch {
    1n << by;
  }
}
