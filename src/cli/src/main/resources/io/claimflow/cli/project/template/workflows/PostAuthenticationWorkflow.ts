import { denyAccess, type onPostAuthenticationEvent, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "post-authentication",
  trigger: "user:post_authentication",
  bindings: { "kinde.auth": {} },
};

/** Refuses sign-ins by a program that does not even claim to be a browser. */
export default async function (event: onPostAuthenticationEvent) {
  if (!event.request.userAgent?.startsWith("Mozilla/")) {
    denyAccess("This does not look like a browser. Sign in with one.");
  }
}
