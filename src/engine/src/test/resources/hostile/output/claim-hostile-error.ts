// claims: a getter that throws an object whose properties throw
// ends: EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims().x = { get y() { throw { get claim() { throw 1; }, get message() { throw 2; } }; } };
}
