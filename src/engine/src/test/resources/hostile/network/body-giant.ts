// requests: giant bodies
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.fetch": {} } };

export default async function () {
  for (let i = 0; i < 20; i++) {
    kinde.fetch("http://127.0.0.1:1/", { method: "POST", body: { text: "x".repeat(4_000_000) } }).catch(() => {});
  }
}
