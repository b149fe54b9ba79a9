// time: an array from what says that it is a giant one
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  return Array.from({ length: 2 ** 32 - 1 }).length;
}
