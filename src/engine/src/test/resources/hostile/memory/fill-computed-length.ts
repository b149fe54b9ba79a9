// memory: an object that says it is short, and then that it is long
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let asked = 0;
  const object = {
    get length() {
      return asked++ % 2 === 0 ? 5 : 2 ** 53 - 1;
    },
  };
  for (;;) Array.prototype.fill.call(object, 1);
}
