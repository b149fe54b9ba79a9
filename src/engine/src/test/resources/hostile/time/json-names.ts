// built-ins: billions of absent names of what JSON.stringify keeps
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  JSON.stringify({}, new Array(4_294_967_295));
}
