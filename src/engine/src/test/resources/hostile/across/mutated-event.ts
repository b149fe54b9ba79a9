// the next run: a changed event
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function (event: any) {
  if (event.mark || event.request.ip === "changed" || event.context.user) throw new Error("breach: the event of another run");
  event.mark = 1;
  event.request.ip = "changed";
  event.context.user = { id: "somebody" };
  event.request.auth.audience.push("more");
  Object.setPrototypeOf(event, { forged: true });
}
