// memory: a match that says it has very many groups
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const expression: any = /a/;
  expression.exec = () => ({ length: 100_000_000, index: 0, 0: "a" });
  return "a".replace(expression, "b");
}
