// the scope: the library's functions without their bindings
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import { denyAccess, getEnvironmentVariable, m2mTokenClaims } from "@kinde/infrastructure";

export default async function () {
  const polluted = Object.prototype as any;
  polluted.auth = { denyAccess() {} };
  polluted.m2mToken = { getCustomClaims: () => ({ forged: true }) };
  try {
    m2mTokenClaims();
  } catch {}
  delete polluted.auth;
  delete polluted.m2mToken;
  for (const use of [() => m2mTokenClaims(), () => denyAccess("no"), () => getEnvironmentVariable("API_KEY")]) {
    let result: unknown;
    try {
      result = use();
    } catch {
      continue;
    }
    throw new Error(`breach: ${result}`);
  }
}
