// built-ins: flat of an array that has a giant one in it
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  [[new Array(4_294_967_295)]].flat(Infinity);
}
