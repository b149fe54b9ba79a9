// Code that has to pass the types, and lines that they have to refuse.
import {
  accessTokenCustomClaims,
  createKindeAPI,
  denyPlanSelection,
  fetch,
  getEnvironmentVariable,
  m2mTokenClaims,
  secureFetch,
  setEnforcementPolicy,
  WorkflowTrigger,
} from "@kinde/infrastructure";
import type {
  onExistingPasswordProvidedEvent,
  onNewPasswordProvidedEvent,
  onPostAuthenticationEvent,
  onUserPreMFA,
  onUserPreRegistrationEvent,
  WorkflowSettings,
} from "@kinde/infrastructure";

export const byMember: WorkflowSettings = { id: "a", trigger: WorkflowTrigger.PlanSelection, bindings: { "kinde.plan": {} } };
export const byId: WorkflowSettings = { id: "b", trigger: "user:pre_registration", failurePolicy: { action: "continue" } };
export const ofItsOwn: WorkflowSettings = { id: "c", trigger: "shop:order_placed" };
// @ts-expect-error a binding that is misspelled
export const misspelled: WorkflowSettings = { id: "d", trigger: "user:pre_mfa", bindings: { "kinde.enf": {} } };
// @ts-expect-error an action that there is not
export const warns: WorkflowSettings = { id: "e", trigger: "user:pre_mfa", failurePolicy: { action: "warn" } };
// @ts-expect-error a member that there is not
export const missing = WorkflowTrigger.UserPlanCancellationRequest;

interface Plan {
  name: string;
  seats?: number;
  sub: string;
}

export async function claims() {
  const token = accessTokenCustomClaims<Plan>();
  token.name = "pro";
  delete token.seats;
  const subject: string = token.sub;
  // @ts-expect-error a claim of the server's
  token.sub = subject;
  m2mTokenClaims<any>().anything = { at: ["all"] };
  m2mTokenClaims().anything = 1;
  kinde.m2mToken.setCustomClaim("plan", token.name);
  kinde.accessToken.getCustomClaims().roles?.push("editor");
}

export function fields(
  existing: onExistingPasswordProvidedEvent,
  chosen: onNewPasswordProvidedEvent,
  registering: onUserPreRegistrationEvent,
  signedIn: onPostAuthenticationEvent,
  mfa: onUserPreMFA,
) {
  const { providedEmail, hashedPassword, hasUserRecordInKinde } = existing.context.auth;
  const same: boolean = chosen.context.auth.firstPassword === chosen.context.auth.secondPassword;
  const groups: string[] | undefined = signedIn.context.auth.provider?.data.idToken?.claims.groups;
  const names = signedIn.context.auth.provider?.data.assertion?.attributeStatements.flatMap((s) => s.attributes);
  const where: string | undefined = signedIn.request.authUrlParams.redirectURL ?? signedIn.request.authUrlParams.redirectUri;
  const factors: string[] = [...mfa.context.mfa.enabledFactors, ...mfa.context.mfa.enabled_factors];
  // @ts-expect-error the user is not there yet
  registering.context.user.email;
  // @ts-expect-error a trigger has one id
  mfa.context.workflow.trigger === "user:pre_registration";
  return [providedEmail, hashedPassword, hasUserRecordInKinde, same, groups, names, where, factors, registering.context.user?.email];
}

export async function calls(event: Claimflow.Events["user:plan_selection"]) {
  const { data } = await fetch<{ data: Plan }>("https://example.com", { method: "POST", body: { a: 1 } });
  const { data: form } = await fetch("https://example.com", { method: "POST", headers: {}, body: new URLSearchParams({ a: "1" }) });
  await secureFetch("https://example.com", { method: "POST", headers: {}, body: "text", responseFormat: "json" });
  const answer = kinde.fetch("https://example.com");
  const ok: boolean = (await answer).ok && answer.json.ok;
  const text: string = kinde.fetch("https://example.com", { responseFormat: "text" }).text;
  const api = await createKindeAPI(event, { clientIdKey: "ID", clientSecretKey: "SECRET" });
  const { data: user } = await api.get<{ first_name: string }>({ endpoint: "user?id=1" });
  await api.patch({ endpoint: "users/1/properties", params: { properties: { a: "1" } } });
  const key: string | undefined = getEnvironmentVariable("KEY")?.value;
  // @ts-expect-error a variable need not be set
  const sure: string = getEnvironmentVariable("KEY").value;
  const plan: string = event.context.billing.requestedPlanCode;
  denyPlanSelection(`Not ${plan} for ${user.first_name}`, [text, data.name, form]);
  setEnforcementPolicy("skip");
  // @ts-expect-error a policy that there is not
  setEnforcementPolicy("off");
  console.error("x", new Error(key, { cause: sure }), ok);
}

export async function globals() {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode("a")));
  const url = new URL("/a", "https://example.com");
  url.searchParams.append("id", crypto.randomUUID());
  const pairs: [string, string][] = [...new URLSearchParams("a=1")];
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 10);
  clearTimeout(timer);
  queueMicrotask(() => console.log(util.format("%s", performance.now()), structuredClone(pairs)));
  const headers = new Headers({ a: "b" });
  return [atob(btoa(String.fromCharCode(...digest))), new TextDecoder().decode(digest), headers.get("a"), url.href];
}
