// What a workflow gets when it imports "@kinde/infrastructure" and has no copy of its own.
// The same functions, results and error texts as version 0.11 of that library; differences
// are noted where they are. Bindings exist only while a workflow runs, so nothing here
// touches one before a function is called.

import { fetch as fetchOfLibrary, here, variable, warn } from "claimflow:host";

export const version = "0.11.1";

export const WorkflowTrigger = Object.freeze({
  UserTokenGeneration: "user:tokens_generation",
  PostAuthentication: "user:post_authentication",
  UserPreRegistration: "user:pre_registration",
  ExistingPasswordProvided: "user:existing_password_provided",
  NewPasswordProvided: "user:new_password_provided",
  NewUsernameProvided: "user:new_username_provided",
  UserPreMFA: "user:pre_mfa",
  M2MTokenGeneration: "m2m:token_generation",
  PlanSelection: "user:plan_selection",
  PlanCancellationRequest: "user:plan_cancellation_request",
});

export const Scopes = Object.freeze({
  email: "email",
  profile: "profile",
  openid: "openid",
  offline_access: "offline",
});

export const PromptTypes = Object.freeze({
  none: "none",
  create: "create",
  login: "login",
});

// The global `kinde`, once it is sure to have the binding. Without any binding there is no
// such global: that gets the same text, where the library fails with a ReferenceError.
function kindeWith(binding, message) {
  const { kinde } = globalThis;
  if (!kinde?.[binding]) {
    throw new Error(message);
  }
  return kinde;
}

// The text of most bindings. The others have theirs where they are used.
function notEnabled(binding) {
  return `${binding} binding not available, please add to workflow/page settings to enable`;
}

// ---- claims ---------------------------------------------------------------------------

export function idTokenCustomClaims() {
  return claimsOf(kindeWith("idToken", notEnabled("IdToken")).idToken);
}

export function accessTokenCustomClaims() {
  return claimsOf(kindeWith("accessToken", notEnabled("accessToken")).accessToken);
}

export function m2mTokenClaims() {
  return claimsOf(kindeWith("m2mToken", notEnabled("m2mToken")).m2mToken);
}

// The token's live claims, which enter the realm when the workflow first reads one: most only
// set some. Every change goes through the binding, which refuses at once what is no claim value
// and writes to the live object itself. Symbols name no claim; they stay on the object, where
// nobody looks.
function claimsOf(token) {
  const live = () => token.getCustomClaims();
  // What a proxy says to be unchangeable must be so on its target, too.
  const mirror = (target, name) => {
    const property = Reflect.getOwnPropertyDescriptor(live(), name);
    if (property && !property.configurable) {
      Reflect.defineProperty(target, name, property);
    }
    return property;
  };
  return new Proxy(
    {},
    {
      get: (target, name, receiver) => Reflect.get(live(), name, receiver),
      has: (target, name) => Reflect.has(live(), name),
      ownKeys: () => Reflect.ownKeys(live()),
      getOwnPropertyDescriptor: mirror,
      getPrototypeOf: () => Reflect.getPrototypeOf(live()),
      setPrototypeOf: (target, prototype) => Reflect.setPrototypeOf(live(), prototype),
      set(target, name, value) {
        if (typeof name === "symbol") {
          return Reflect.set(live(), name, value);
        }
        token.setCustomClaim(name, value);
        return true;
      },
      defineProperty(target, name, descriptor) {
        if (typeof name === "string" && "value" in descriptor) {
          token.setCustomClaim(name, descriptor.value);
          if (descriptor.value === undefined) {
            return true;
          }
        }
        const done = Reflect.defineProperty(live(), name, descriptor);
        mirror(target, name);
        return done;
      },
      deleteProperty(target, name) {
        if (typeof name === "symbol") {
          return Reflect.deleteProperty(live(), name) && Reflect.deleteProperty(target, name);
        }
        token.setCustomClaim(name, undefined);
        return Reflect.deleteProperty(target, name);
      },
      preventExtensions(target) {
        Object.defineProperties(target, Object.getOwnPropertyDescriptors(live()));
        Reflect.setPrototypeOf(target, Reflect.getPrototypeOf(live()));
        return Reflect.preventExtensions(live()) && Reflect.preventExtensions(target);
      },
    },
  );
}

// ---- environment and texts ------------------------------------------------------------

export function getEnvironmentVariable(key) {
  return kindeWith("env", notEnabled("env")).env.get(key);
}

export function getLocalization(key) {
  return kindeWith("localization", notEnabled("localization")).localization.get(key);
}

// ---- decisions ------------------------------------------------------------------------

export function denyAccess(reason) {
  kindeWith("auth", "auth binding not available").auth.denyAccess(reason);
}

export function invalidateFormField(fieldName, message) {
  kindeWith("widget", "widget binding not available").widget.invalidateFormField(fieldName, message);
}

export function setEnforcementPolicy(policy) {
  const message = "mfa binding not available, please add to workflow settings to enable";
  kindeWith("mfa", message).mfa.setEnforcementPolicy(policy);
}

export function denyPlanSelection(message, reasons) {
  const { plan } = kindeWith("plan", notEnabled("plan"));
  requireMessage(message);
  plan.denySelection(message, reasons);
}

export function denyPlanCancellation(reason) {
  const { plan } = kindeWith("plan", notEnabled("plan"));
  requireMessage(reason);
  plan.denyCancellation(reason);
}

function requireMessage(message) {
  if (typeof message !== "string" || message === "") {
    throw new Error("Invalid message provided");
  }
}

// ---- HTTP -----------------------------------------------------------------------------

const NO_FETCH = "fetch binding not available";

// The property as it is: what is no JSON is an error when somebody reads it.
const answer = (result, name) => {
  const property = Object.getOwnPropertyDescriptor(Object(result), name);
  return Object.defineProperty({ data: undefined }, "data", property ?? {});
};

// The workflow's binding, or what the engine lends this module.
function request(url, options) {
  const { kinde } = globalThis;
  const response = kinde?.fetch ? kinde.fetch(url, options) : fetchOfLibrary?.(url, options);
  if (response === undefined) {
    throw new Error(NO_FETCH);
  }
  return response;
}

// Unlike the library's, this leaves the caller's options as they are. Who does not say which
// format it be gets plain text as text.
export async function fetch(url, options) {
  const responseFormat = options?.responseFormat || undefined;
  const result = await request(url, { ...options, responseFormat });
  return answer(result, (responseFormat ?? "json") === "json" ? "json" : "text");
}

export async function secureFetch(url, options) {
  const kinde = kindeWith("secureFetch", "secureFetch binding not available");
  const responseFormat = options?.responseFormat || undefined;
  const result = await kinde.secureFetch(url, { ...options, responseFormat });
  return answer(result, "json");
}

// ---- management API -------------------------------------------------------------------

export async function getM2MToken(tokenName, options) {
  const obtain = () => obtainToken(options);
  if (options.skipCache) {
    return obtain();
  }
  const { cache } = kindeWith("cache", "cache binding not available");
  return await cache.jwtToken(tokenName, {
    validation: { key: { type: "jwks", jwks: { url: `${options.domain}/.well-known/jwks.json` } } },
    onMissingOrExpired: obtain,
  });
}

// The cache calls this and takes the token as it is returned: no promise, so no `await`.
function obtainToken({ domain, clientId, clientSecret, audience, scopes, headers }) {
  if (!domain || !clientId || !clientSecret) {
    throw new Error("getM2MToken: Missing required parameters");
  }
  try {
    const form = formOf({
      audience: audience?.join(" ") ?? "",
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: scopes?.join(" ") ?? "",
    });
    const response = request(`${domain}/oauth2/token`, {
      method: "POST",
      responseFormat: "json",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        ...headers,
      },
      body: form,
    });
    const token = response?.json?.access_token;
    if (!token) {
      throw new Error("getM2MToken: No access token returned");
    }
    return token;
  } catch (error) {
    const reason = error?.message ?? error;
    throw new Error(`getM2MToken: Failed to obtain token - ${reason}`, { cause: error });
  }
}

export async function createKindeAPI(event, options) {
  const { clientId, clientSecret } = credentials(options);
  const { kindeDomain } = event.context.domains;
  const token = await getM2MToken("internal_m2m_access_token", {
    domain: kindeDomain,
    clientId,
    clientSecret,
    audience: [`${kindeDomain}/api`],
    skipCache: options?.skipCache ?? false,
  });

  const caller =
    (method) =>
    async (...given) => {
      const place = here();
      const { endpoint, params, contentType } = callOf(method, given, place);
      // A GET has no body to hold its parameters. The library sends them there nonetheless.
      const query = method === "GET" && params ? queryOf(endpoint, params) : "";
      const result = await request(`${kindeDomain}/api/v1/${endpoint}${query}`, {
        method,
        responseFormat: "json",
        headers: {
          authorization: `Bearer ${token}`,
          "Content-Type": contentType,
          accept: "application/json",
        },
        body: method === "GET" ? undefined : (params ?? undefined),
      });
      if (result.ok === false) {
        warn("REFUSED_CALL", refusal(method, endpoint, result), place);
      }
      return answer(result, "json");
    };

  return {
    get: caller("GET"),
    post: caller("POST"),
    patch: caller("PATCH"),
    put: caller("PUT"),
    delete: caller("DELETE"),
  };
}

const CALL_OPTIONS = ["endpoint", "params", "contentType"];

// What a call is made with: an object, or the endpoint and the parameters. An endpoint may
// begin as the path does.
function callOf(method, [first, second], place) {
  const name = method.toLowerCase();
  const { endpoint, params, contentType = "application/json", ...others } =
    typeof first === "string" ? { endpoint: first, params: second } : { ...first };
  if (typeof endpoint !== "string" || endpoint === "") {
    throw new TypeError(`${name} of the management API needs an endpoint: ${name}({ endpoint: "users" })`);
  }
  for (const option of Object.keys(others)) {
    const known = CALL_OPTIONS.join(", ");
    const message = `${name} of the management API was called with the unknown option '${option.slice(0, 200)}', which does nothing; it takes ${known}`;
    warn("UNKNOWN_OPTION", message, place);
  }
  return { endpoint: endpoint.replace(/^\/?(api\/v1\/)?/, ""), params, contentType };
}

// The query may hold what no log should.
function refusal(method, endpoint, { status, json }) {
  const path = `/api/v1/${endpoint.split(/[?#]/, 1)[0]}`.slice(0, 200);
  const code = json?.errors?.[0]?.code;
  const reason = typeof code === "string" && /^[A-Z_]{1,60}$/.test(code) ? `, ${code}` : "";
  return `The management call ${method} ${path} failed with status ${status}${reason}; it changed nothing, and its data is { errors }`;
}

function credentials(options) {
  if (options?.clientId && options?.clientSecret) {
    return options;
  }
  const named = options?.clientIdKey && options?.clientSecretKey;
  const idKey = named ? options.clientIdKey : "KINDE_WF_M2M_CLIENT_ID";
  const secretKey = named ? options.clientSecretKey : "KINDE_WF_M2M_CLIENT_SECRET";
  const clientId = credential(idKey)?.value;
  const clientSecret = credential(secretKey)?.value;
  if (!clientId) {
    throw new Error("M2M client ID not set");
  }
  if (!clientSecret) {
    throw new Error("M2M client secret not set");
  }
  return { clientId, clientSecret };
}

// The workflow's variable, or one that the engine lends this module.
function credential(key) {
  const { kinde } = globalThis;
  return kinde?.env ? kinde.env.get(key) : (variable?.(key) ?? getEnvironmentVariable(key));
}

// As URLSearchParams writes them, which is there only for workflows with the binding.
function formOf(parameters) {
  if (typeof parameters === "string") {
    return parameters.replace(/^\?/, "");
  }
  const pairs = typeof parameters[Symbol.iterator] === "function" ? [...parameters] : Object.entries(parameters);
  return pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
}

function encoded(text) {
  return encodeURIComponent(String(text).toWellFormed())
    .replace(/[!'()~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

// The parameters as what follows the endpoint, which may have a query of its own.
function queryOf(endpoint, params) {
  const query = formOf(params);
  if (query === "") {
    return "";
  }
  return `${String(endpoint).includes("?") ? "&" : "?"}${query}`;
}

// ---- pages ----------------------------------------------------------------------------
// No page is rendered here. These exist so that modules shared with pages load and run.

const REGISTER_URL = "@1bb81dd0d77eadd910c579fe5d8fc72d@";

const LOGIN_URL = "@e86866fd7578353366530f3f47eaa76c@";

export function getKindeWidget() {
  return "@a7c96003b04df6899664427d7ea1fef3@";
}

export function getKindeNonce() {
  return "@45499ee1c60b636624825c2bf199c5b5@";
}

export function getKindeRequiredCSS() {
  return "@5dded3f6f1958d07101e387346fb259b@";
}

export function getKindeRequiredJS() {
  return "@7e857d8758c02e37ec63b30de28b2d81@";
}

export function getKindeCSRF() {
  return "@361f854a9832445865ae6e8e0a175a9d@";
}

export function getKindeSwitchJS() {
  return "@a96703cd49995f587bd52f66c048e038@";
}

export function getKindeRegisterUrl() {
  return REGISTER_URL;
}

export function getKindeSignUpUrl() {
  return REGISTER_URL;
}

export function getKindeLoginUrl() {
  return LOGIN_URL;
}

export function getKindeSignInUrl() {
  return LOGIN_URL;
}

export function getKindeThemeCode() {
  return "@e63f1096b472826f24dc9720fc644227@";
}

export function getLogoUrl() {
  return "@2a097f15e41589302c79ea69e7841cac@";
}

export function getDarkModeLogoUrl() {
  return "@ebb2f89e11151227c20c2848f3dae2ac@";
}

export function getSVGFaviconUrl() {
  return "@ede60a67a58958ea75ecad7b1b44a01c@";
}

export function getFallbackFaviconUrl() {
  return "@a0fc143669cffb33f1d14cf780047642@";
}

const COLOR = { pattern: /^(#([\da-f]{3}|[\da-f]{6})|rgba?\(.*\))$/i, error: "Invalid color value provided" };

const RADIUS = { pattern: /^(0|\d+(\.\d+)?(%|px|rem|em))$/, error: "Invalid border radius value provided" };

const DESIGNER_PROPERTIES = [
  ["baseBackgroundColor", "base-background-color", COLOR],
  ["baseLinkColor", "base-link-color", COLOR],
  ["cardBorderRadius", "card-border-radius", RADIUS],
  ["buttonBorderRadius", "button-border-radius", RADIUS],
  ["inputBorderRadius", "control-select-text-border-radius", RADIUS],
  ["primaryButtonBackgroundColor", "button-primary-background-color", COLOR],
  ["primaryButtonColor", "button-primary-color", COLOR],
];

// CSS custom properties, one a line, of those that are given.
export function setKindeDesignerCustomProperties(values) {
  const lines = [];
  for (const [name, property, { pattern, error }] of DESIGNER_PROPERTIES) {
    const value = values[name];
    if (!value) {
      continue;
    }
    if (!pattern.test(value)) {
      throw new Error(error);
    }
    lines.push(`--kinde-designer-${property}: ${value};`);
  }
  return lines.join("\n");
}
