// the scope: bindings that are not declared
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  for (const name of ["auth", "m2mToken", "accessToken", "idToken", "widget", "mfa", "plan", "localization", "secureFetch"]) {
    if (kinde[name] !== undefined) throw new Error(`breach: ${name}`);
  }
  if ("URL" in globalThis || "util" in globalThis) throw new Error("breach: a global that is not declared");
}
