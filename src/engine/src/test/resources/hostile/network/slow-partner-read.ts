// calls: an answer that never comes, read at once again and again
// ends: EXCEPTION, CPU_TIME, DEADLINE, STATEMENTS

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  for (;;) {
    try {
      kinde.fetch(`${kinde.env.get("PARTNER").value}never`).status;
    } catch (error: any) {
      if (/make fewer/.test(error.message)) throw error;
    }
  }
}
