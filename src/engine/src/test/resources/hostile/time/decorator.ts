// decorators: one that loops inside the function
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const loops = (_: unknown): any => {
  for (;;);
};

export default async function () {
  @loops
  class Decorated {}
  return Decorated;
}
