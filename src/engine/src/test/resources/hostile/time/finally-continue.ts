// cancelling: a finally that overrides the way out
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (;;) {
    try {
      return;
    } finally {
      continue;
    }
  }
}
