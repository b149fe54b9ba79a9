// built-ins: a search through billions of absent elements
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  new Array(4_294_967_295).indexOf(1);
}
