// built-ins: methods over an object that computes a giant length
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Array.prototype.reduce.call({ get length() { return 2 ** 53 - 1; } }, () => 1, 1);
}
