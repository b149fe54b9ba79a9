// built-ins: an endless list of locales
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  new Intl.NumberFormat({ length: 2 ** 53 - 1 } as any);
}
