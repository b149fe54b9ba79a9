// built-ins: methods over a proxy with a giant length
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Array.prototype.forEach.call(new Proxy({ length: 2 ** 53 - 1 }, {}), () => {});
}
