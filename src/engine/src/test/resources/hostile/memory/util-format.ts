// memory: a format with very many parts
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const util: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { util: {} } };

export default async function () {
  let template = "%s%j%o";
  for (;;) {
    template += template;
    util.format(template, ...Array.from({ length: 1_000 }, () => "x".repeat(100)));
  }
}
