// CPU time: a loop over a revoked proxy
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const { proxy, revoke } = Proxy.revocable({} as any, {});
  revoke();
  for (;;) {
    try {
      proxy.x;
    } catch {}
  }
}
