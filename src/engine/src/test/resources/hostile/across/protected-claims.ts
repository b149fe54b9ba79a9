// claims: those of the server, by every way
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

import { m2mTokenClaims } from "@kinde/infrastructure";

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  for (const name of ["sub", "iss", "exp", "jti", "aud", "iat", "nbf", "azp", "act", "cnf", "gty", "scp", "may_act", "sid"]) {
    claims[name] = "forged";
    kinde.m2mToken.setCustomClaim(name, "forged");
    Object.defineProperty(claims, name, { get: () => "forged", enumerable: true });
    Object.assign(claims, { [name.toUpperCase()]: "forged", [`${name}\u200b`]: "forged", [` ${name}`]: "forged" });
    m2mTokenClaims<any>()[name.charAt(0).toUpperCase() + name.slice(1)] = "forged";
  }
}
