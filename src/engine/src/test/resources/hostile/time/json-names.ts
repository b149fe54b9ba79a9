// built-ins: billions of absent names of what JSON.stringify keeps
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  JSON.stringify({}, new Array(4_294_967_295));
}
