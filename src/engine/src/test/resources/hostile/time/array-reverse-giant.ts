// built-ins: reversing an array-like with a giant length
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
}
