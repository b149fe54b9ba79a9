// memory: the keys of a large array, asked for through proxies
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let proxy: any = new Array(8_000_000).fill(7);
  for (let i = 0; i < 10; i++) proxy = new Proxy(proxy, {});
  Reflect.ownKeys(proxy);
}
