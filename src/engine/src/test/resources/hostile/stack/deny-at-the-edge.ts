// stack: a denial with no stack left, which must not be half of one
// ends: COMPLETED, DENIED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  const at = (n: number): void => {
    try {
      at(n + 1);
    } finally {
      kinde.auth.denyAccess("no");
    }
  };
  at(0);
}
