// memory: an argument that makes the others longer when it is asked whether it is spread
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const later: number[] = [];
  const first = {
    length: 0,
    get [Symbol.isConcatSpreadable]() {
      while (later.length < 1_000_000) later.push(0.5, 1, 1, 1);
      return true;
    },
  };
  return ([] as any[]).concat(first, ...new Array(10_000).fill(later)).length;
}
