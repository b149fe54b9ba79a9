// memory: an array that is in another often, and longer once the copy is made
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const inner: number[] = [];
  const outer: any = new Array(10_000).fill(inner);
  outer.constructor = {
    get [Symbol.species]() {
      while (inner.length < 1_000_000) inner.push(0.5, 1, 1, 1);
      return undefined;
    },
  };
  return outer.flat().length;
}
