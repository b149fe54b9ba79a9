import { denyAccess } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "password",
  trigger: "user:existing_password_provided",
  bindings: { "kinde.auth": {} },
};

export default function (event: any) {
  const { password } = event.context.auth;
  if (password.startsWith("denied")) {
    denyAccess("The password has leaked");
  }
  if (password.startsWith("failed")) {
    throw new Error("The list of leaked passwords is away");
  }
}
