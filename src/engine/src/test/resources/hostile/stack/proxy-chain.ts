// stack: a long chain of proxies
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let proxy: any = {};
  for (let i = 0; i < 20_000; i++) proxy = new Proxy(proxy, {});
  proxy.x;
}
