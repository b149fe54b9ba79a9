// requests: headers and options with getters
// ends: CPU_TIME, DEADLINE, STATEMENTS

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  kinde.fetch(kinde.env.get("PARTNER").value, {
    get headers() {
      return { get a() { for (;;); } };
    },
  });
}
