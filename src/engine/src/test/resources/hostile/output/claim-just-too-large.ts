// claims: a text that is a little too long
// ends: TOKEN_SIZE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims().x = "\u{1f600}".repeat(4_096);
}
