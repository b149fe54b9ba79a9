// stack: a class that makes itself
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  class Self {
    readonly self = new Self();
  }
  new Self();
}
