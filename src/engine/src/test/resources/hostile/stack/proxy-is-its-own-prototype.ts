// stack: a proxy that asks itself
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const proxy: any = new Proxy({}, { get: (_target, key, receiver) => receiver[key] });
  proxy.x;
}
