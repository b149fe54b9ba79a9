// the host: functions that promises are given by it
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.fetch": {} } };

export default async function () {
  const found: string[] = [];
  const { then } = Promise.prototype;
  Promise.prototype.then = function (this: any, ...parts: any[]) {
    for (const part of parts) {
      if (typeof part !== "function") continue;
      for (const key of Reflect.ownKeys(part)) if (key !== "length" && key !== "name") found.push(String(key));
      if (Object.getPrototypeOf(part) !== Function.prototype) found.push("prototype");
    }
    return then.apply(this, parts as any);
  } as any;
  const call = kinde.fetch("http://127.0.0.1:1/");
  for (const use of ["then", "catch", "finally"]) await call[use](() => {}, () => {}).catch(() => {});
  if (found.length > 0) throw new Error(`breach: ${found}`);
}
