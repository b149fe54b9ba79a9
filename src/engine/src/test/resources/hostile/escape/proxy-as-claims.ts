// the host: traps on a value that it reads
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const found: string[] = [];
  const inspect = (...parts: any[]) => {
    for (const part of parts) {
      if (part === null || !/object|function/.test(typeof part) || part === target || part === proxy) continue;
      const prototype = Object.getPrototypeOf(part);
      if (prototype !== null && prototype !== Object.prototype && prototype !== Array.prototype) found.push(String(prototype));
    }
  };
  const target: any = { a: 1 };
  const handler = new Proxy({}, {
    get: (_, trap: string) => (...args: any[]) => {
      inspect(...args);
      return (Reflect as any)[trap](...args);
    },
  });
  const proxy = new Proxy(target, handler as any);
  kinde.m2mToken.setCustomClaim("x", proxy);
  console.log(proxy, "%o", proxy);
  if (found.length > 0) throw new Error(`breach: ${found}`);
}
