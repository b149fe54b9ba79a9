// effects: those that the trigger does not permit
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  for (const name of ["mfa", "plan", "widget", "localization"]) {
    if (kinde[name] !== undefined) throw new Error(`breach: ${name}`);
  }
}
