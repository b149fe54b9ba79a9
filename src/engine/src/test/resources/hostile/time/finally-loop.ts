// cancelling: a finally that loops once the try is ended
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  try {
    for (;;);
  } finally {
    for (;;);
  }
}
