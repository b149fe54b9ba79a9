// built-ins: concat of what says that it is an array
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  ([] as any[]).concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true } as any);
}
