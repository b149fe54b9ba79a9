// memory: proxies of proxies
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let proxy: object = {};
  for (;;) proxy = new Proxy(proxy, {});
}
