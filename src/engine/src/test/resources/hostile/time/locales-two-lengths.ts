// time: locales that are none, and then very many
// ends: EXCEPTION, CPU_TIME, DEADLINE

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let asked = 0;
  const locales: any = { length: { valueOf: () => (asked++ % 2 === 0 ? 0 : 2 ** 53 - 1) } };
  for (;;) Intl.getCanonicalLocales(locales);
}
