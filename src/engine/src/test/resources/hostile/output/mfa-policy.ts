// effects: a policy that is none
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "user:pre_mfa", bindings: { "kinde.mfa": {} } };

export default async function () {
  for (const odd of ["", "REQUIRED", "off", "skip ", {}, { toString: () => "skip!" }, Symbol("skip"), null, ["required", "skip"]] as any[]) {
    try {
      kinde.mfa.setEnforcementPolicy(odd);
    } catch (error: any) {
      if (/binding failed/.test(error.message)) throw new Error(`breach: ${error}`);
      continue;
    }
    throw new Error(`breach: ${String(odd)}`);
  }
}
