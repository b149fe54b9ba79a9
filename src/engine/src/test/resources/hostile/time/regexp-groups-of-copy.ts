// time: a copy of a regular expression whose matches say that they have very many groups
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const copy = {
    lastIndex: 0,
    exec() {
      this.lastIndex = 1;
      return { length: 2 ** 53 - 1, index: 0, 0: "a" };
    },
  };
  const expression: any = /a/;
  expression.constructor = {
    [Symbol.species]: function () {
      return copy;
    },
  };
  return "aaa".split(expression);
}
