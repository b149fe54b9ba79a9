// time: a proxy in an array that says it is short, and then that it is long
// ends: EXCEPTION, CPU_TIME, DEADLINE

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let asked = 0;
  const proxy = new Proxy([], { get: (_, key) => (key === "length" ? (asked++ % 2 === 0 ? 5 : 2 ** 53 - 1) : null) });
  for (;;) [[proxy]].flat(2);
}
