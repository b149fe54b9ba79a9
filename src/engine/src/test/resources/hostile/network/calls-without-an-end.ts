// calls: trying again for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.fetch": {} } };

export default async function () {
  for (;;) {
    try {
      kinde.fetch("http://127.0.0.1:1/").status;
    } catch {}
  }
}
