// time: a subclass of a formatter that gets very many locales
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  return new (class extends Intl.NumberFormat {})({ length: 2 ** 53 - 1 } as any).format(1);
}
