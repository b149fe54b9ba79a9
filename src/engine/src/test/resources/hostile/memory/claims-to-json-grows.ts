// memory: a toJSON that gives a larger value each time
// ends: CLAIM_VALUE, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  class Grows {
    constructor(readonly size: number) {}
    toJSON() {
      return Array.from({ length: this.size }, () => new Grows(this.size * 2));
    }
  }
  kinde.m2mToken.getCustomClaims().x = new Grows(2);
}
