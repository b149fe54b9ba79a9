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

/** The web's own fetch, which the import above hides in this file. */
export async function web(get: typeof globalThis.fetch) {
  const form = new FormData();
  form.append("name", "Ada");
  form.append("file", new Blob(["a"], { type: "text/plain" }), "a.txt");
  const fields: [string, string | File][] = [...form];
  const request = new Request("https://example.com/a", { method: "POST", body: form, headers: new Headers({ a: "b" }) });
  const response = await get(request, { signal: AbortSignal.any([AbortSignal.timeout(100), request.signal]) });
  const posted: Response = await globalThis.fetch(new URL("https://example.com"), { method: "POST", body: new URLSearchParams({ a: "1" }) });
  if (!response.ok || response.status !== 200) throw new Error(`${response.statusText} ${response.headers.get("a")} ${posted.url}`);
  const plan: Plan = await response.clone().json();
  const made = Response.json(plan, { status: 201 });
  const file = new File(["a"], "a.txt", { lastModified: 1 });
  const size: number = file.size + (await file.slice(0, 1).arrayBuffer()).byteLength + (await (await made.blob()).text()).length;
  // @ts-expect-error that is what the library's fetch answers with
  response.data;
  // @ts-expect-error a method is text
  await get("https://example.com", { method: 1 });
  const signal = new AbortController().signal;
  signal.onabort = () => console.log(signal.reason, [...new Headers().entries()], navigator.userAgent, self.crypto === crypto);
  return [fields, size, file.name, file.lastModified];
}

export async function signatures(jwk: { kty: string; k: string }) {
  const data = new TextEncoder().encode("a");
  const secret = await crypto.subtle.importKey("jwk", jwk, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const mac = await crypto.subtle.sign("HMAC", secret, data);
  const key = await crypto.subtle.importKey("spki", data, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
  const sound: boolean = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, mac, data);
  const raw: ArrayBuffer = await crypto.subtle.exportKey("raw", key);
  const type: "private" | "public" | "secret" = key.type;
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  await crypto.subtle.sign("Ed25519", (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])).privateKey, data);
  await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, data);
  return [sound, raw, type, key.algorithm.name, key instanceof CryptoKey];
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
