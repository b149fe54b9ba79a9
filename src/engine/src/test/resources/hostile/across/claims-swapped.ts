// claims: the claims of one token in place of another's
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "user:tokens_generation",
  bindings: { "kinde.accessToken": {}, "kinde.idToken": {} },
};

export default async function () {
  const mine = kinde.idToken.getCustomClaims();
  const other = kinde.accessToken.getCustomClaims();
  mine.sub = other.sub = "root@example.com";
  kinde.accessToken.getCustomClaims = () => mine;
  Object.setPrototypeOf(other, mine);
  Object.setPrototypeOf(mine, other.scope);
}
