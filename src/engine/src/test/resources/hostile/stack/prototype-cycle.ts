// stack: a prototype chain that a proxy closes
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const top: any = Object.create(null);
  Object.setPrototypeOf(top, new Proxy({}, { getPrototypeOf: () => top, get: (_target, key) => top[key] }));
  top.x;
}
