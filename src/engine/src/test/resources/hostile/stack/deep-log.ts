// stack: a very deep value in the console
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let deep: any = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  console.log(deep, "%o", deep);
}
