// built-ins: walking an array-like with a giant length backwards
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);
}
