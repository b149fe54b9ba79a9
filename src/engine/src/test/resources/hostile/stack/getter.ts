// stack: a getter that reads itself
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const x = {
    get y(): number {
      return this.y;
    },
  };
  x.y;
}
