// time: an object that is not spread when it is asked first
// ends: EXCEPTION, CPU_TIME, DEADLINE

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let asked = 0;
  const object: any = {
    length: 2 ** 53 - 1,
    get [Symbol.isConcatSpreadable]() {
      return asked++ % 2 === 1;
    },
  };
  for (;;) [].concat(object);
}
