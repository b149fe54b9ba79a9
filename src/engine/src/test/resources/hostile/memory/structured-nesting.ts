// memory: a tree of a million leaves
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const tree = (depth: number): object => (depth === 0 ? {} : { left: tree(depth - 1), right: tree(depth - 1) });
  tree(40);
}
