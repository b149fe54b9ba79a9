// built-ins: a constructor from Symbol.species that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  class Loops extends Array {
    static get [Symbol.species](): any {
      for (;;);
    }
  }
  new Loops(1, 2).map((x) => x);
}
