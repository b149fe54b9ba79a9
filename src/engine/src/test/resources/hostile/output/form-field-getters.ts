// effects: a field and a message that are not texts
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "user:new_password_provided",
  bindings: { "kinde.widget": {} },
};

export default async function () {
  for (const odd of [undefined, null, 1, {}, Symbol("x"), "", "\ud800", "x".repeat(1_000_000), new Proxy({}, {})] as any[]) {
    for (const use of [() => kinde.widget.invalidateFormField(odd, "x"), () => kinde.widget.invalidateFormField("p_password", odd)]) {
      try {
        use();
      } catch (error: any) {
        if (!(error instanceof Error) || /binding failed/.test(error.message)) throw new Error(`breach: ${error}`);
      }
    }
  }
}
