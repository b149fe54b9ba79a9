// effects: very many form fields
// ends: COMPLETED, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "user:new_password_provided",
  bindings: { "kinde.widget": {} },
};

export default async function () {
  for (let i = 0; i < 1_000; i++) kinde.widget.invalidateFormField(`field ${i}`, "x".repeat(10_000));
}
