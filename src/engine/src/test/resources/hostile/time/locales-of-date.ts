// built-ins: a date in billions of absent locales
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  new Date(0).toLocaleDateString(new Array(4_294_967_295));
}
