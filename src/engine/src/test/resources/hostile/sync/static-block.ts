// loading: a static block that loops
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

class Loops {
  static {
    for (;;);
  }
}

export default async function () {}
