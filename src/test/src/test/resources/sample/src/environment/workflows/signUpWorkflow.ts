import { denyAccess } from "@kinde/infrastructure";

export const workflowSettings = { id: "sign-up", trigger: "user:pre_registration", bindings: { "kinde.auth": {} } };

export default async function (event: any) {
  const { email } = event.context.user;
  console.log("sign-up at", email.split("@")[1]);
  if (email.endsWith("@disposable.example")) denyAccess("Use a lasting address");
}
