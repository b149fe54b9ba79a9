// logs: cycles and getters that throw
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const cycle: any = [];
  cycle.push(cycle, { cycle });
  console.log(cycle, "%j", cycle);
  try {
    console.log({ get x() { throw new Error("x"); } });
  } catch {}
}
