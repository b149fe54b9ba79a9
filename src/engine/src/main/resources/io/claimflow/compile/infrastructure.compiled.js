(function ($module) { "use strict"; $module.define("version", () => version); $module.define("WorkflowTrigger", () => WorkflowTrigger); $module.define("Scopes", () => Scopes); $module.define("PromptTypes", () => PromptTypes); $module.define("idTokenCustomClaims", () => idTokenCustomClaims); $module.define("accessTokenCustomClaims", () => accessTokenCustomClaims); $module.define("m2mTokenClaims", () => m2mTokenClaims); $module.define("getEnvironmentVariable", () => getEnvironmentVariable); $module.define("getLocalization", () => getLocalization); $module.define("denyAccess", () => denyAccess); $module.define("invalidateFormField", () => invalidateFormField); $module.define("setEnforcementPolicy", () => setEnforcementPolicy); $module.define("denyPlanSelection", () => denyPlanSelection); $module.define("denyPlanCancellation", () => denyPlanCancellation); $module.define("fetch", () => fetch); $module.define("secureFetch", () => secureFetch); $module.define("getM2MToken", () => getM2MToken); $module.define("createKindeAPI", () => createKindeAPI); $module.define("getKindeWidget", () => getKindeWidget); $module.define("getKindeNonce", () => getKindeNonce); $module.define("getKindeRequiredCSS", () => getKindeRequiredCSS); $module.define("getKindeRequiredJS", () => getKindeRequiredJS); $module.define("getKindeCSRF", () => getKindeCSRF); $module.define("getKindeSwitchJS", () => getKindeSwitchJS); $module.define("getKindeRegisterUrl", () => getKindeRegisterUrl); $module.define("getKindeSignUpUrl", () => getKindeSignUpUrl); $module.define("getKindeLoginUrl", () => getKindeLoginUrl); $module.define("getKindeSignInUrl", () => getKindeSignInUrl); $module.define("getKindeThemeCode", () => getKindeThemeCode); $module.define("getLogoUrl", () => getLogoUrl); $module.define("getDarkModeLogoUrl", () => getDarkModeLogoUrl); $module.define("getSVGFaviconUrl", () => getSVGFaviconUrl); $module.define("getFallbackFaviconUrl", () => getFallbackFaviconUrl); $module.define("setKindeDesignerCustomProperties", () => setKindeDesignerCustomProperties); const $module0 = $module.require("claimflow:host"); 
                                                                               
       const version = "0.11.1";
       const WorkflowTrigger = Object.freeze({
  UserTokenGeneration: "user:tokens_generation",
  PostAuthentication: "user:post_authentication",
  UserPreRegistration: "user:pre_registration",
  ExistingPasswordProvided: "user:existing_password_provided",
  NewPasswordProvided: "user:new_password_provided",
  NewUsernameProvided: "user:new_username_provided",
  UserPreMFA: "user:pre_mfa",
  M2MTokenGeneration: "m2m:token_generation",
  PlanSelection: "user:plan_selection",
  PlanCancellationRequest: "user:plan_cancellation_request"
});
       const Scopes = Object.freeze({
  email: "email",
  profile: "profile",
  openid: "openid",
  offline_access: "offline"
});
       const PromptTypes = Object.freeze({
  none: "none",
  create: "create",
  login: "login"
});
function kindeWith(binding, message) {
  const { kinde } = globalThis;
  if (!kinde?.[binding]) {
    throw new Error(message);
  }
  return kinde;
}
function notEnabled(binding) {
  return `${binding} binding not available, please add to workflow/page settings to enable`;
}
       function idTokenCustomClaims() {
  return claimsOf(kindeWith("idToken", notEnabled("IdToken")).idToken);
}
       function accessTokenCustomClaims() {
  return claimsOf(kindeWith("accessToken", notEnabled("accessToken")).accessToken);
}
       function m2mTokenClaims() {
  return claimsOf(kindeWith("m2mToken", notEnabled("m2mToken")).m2mToken);
}
function claimsOf(token) {
  const live = ()=>token.getCustomClaims();
  const mirror = (target, name)=>{
    const property = Reflect.getOwnPropertyDescriptor(live(), name);
    if (property && !property.configurable) {
      Reflect.defineProperty(target, name, property);
    }
    return property;
  };
  return new Proxy({}, {
    get: (target, name, receiver)=>Reflect.get(live(), name, receiver),
    has: (target, name)=>Reflect.has(live(), name),
    ownKeys: ()=>Reflect.ownKeys(live()),
    getOwnPropertyDescriptor: mirror,
    getPrototypeOf: ()=>Reflect.getPrototypeOf(live()),
    setPrototypeOf: (target, prototype)=>Reflect.setPrototypeOf(live(), prototype),
    set (target, name, value) {
      if (typeof name === "symbol") {
        return Reflect.set(live(), name, value);
      }
      token.setCustomClaim(name, value);
      return true;
    },
    defineProperty (target, name, descriptor) {
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
    deleteProperty (target, name) {
      if (typeof name === "symbol") {
        return Reflect.deleteProperty(live(), name) && Reflect.deleteProperty(target, name);
      }
      token.setCustomClaim(name, undefined);
      return Reflect.deleteProperty(target, name);
    },
    preventExtensions (target) {
      Object.defineProperties(target, Object.getOwnPropertyDescriptors(live()));
      Reflect.setPrototypeOf(target, Reflect.getPrototypeOf(live()));
      return Reflect.preventExtensions(live()) && Reflect.preventExtensions(target);
    }
  });
}
       function getEnvironmentVariable(key) {
  return kindeWith("env", notEnabled("env")).env.get(key);
}
       function getLocalization(key) {
  return kindeWith("localization", notEnabled("localization")).localization.get(key);
}
       function denyAccess(reason) {
  kindeWith("auth", "auth binding not available").auth.denyAccess(reason);
}
       function invalidateFormField(fieldName, message) {
  kindeWith("widget", "widget binding not available").widget.invalidateFormField(fieldName, message);
}
       function setEnforcementPolicy(policy) {
  const message = "mfa binding not available, please add to workflow settings to enable";
  kindeWith("mfa", message).mfa.setEnforcementPolicy(policy);
}
       function denyPlanSelection(message, reasons) {
  const { plan } = kindeWith("plan", notEnabled("plan"));
  requireMessage(message);
  plan.denySelection(message, reasons);
}
       function denyPlanCancellation(reason) {
  const { plan } = kindeWith("plan", notEnabled("plan"));
  requireMessage(reason);
  plan.denyCancellation(reason);
}
function requireMessage(message) {
  if (typeof message !== "string" || message === "") {
    throw new Error("Invalid message provided");
  }
}
const NO_FETCH = "fetch binding not available";
const answer = (result, name)=>{
  const property = Object.getOwnPropertyDescriptor(Object(result), name);
  return Object.defineProperty({
    data: undefined
  }, "data", property ?? {});
};
function request(url, options) {
  const { kinde } = globalThis;
  const response = kinde?.fetch ? kinde.fetch(url, options) : (0, $module0.fetch)?.(url, options);
  if (response === undefined) {
    throw new Error(NO_FETCH);
  }
  return response;
}
       async function fetch(url, options) {
  const responseFormat = options?.responseFormat || undefined;
  const result = await request(url, {
    ...options,
    responseFormat
  });
  return answer(result, (responseFormat ?? "json") === "json" ? "json" : "text");
}
       async function secureFetch(url, options) {
  const kinde = kindeWith("secureFetch", "secureFetch binding not available");
  const responseFormat = options?.responseFormat || undefined;
  const result = await kinde.secureFetch(url, {
    ...options,
    responseFormat
  });
  return answer(result, "json");
}
       async function getM2MToken(tokenName, options) {
  const obtain = ()=>obtainToken(options);
  if (options.skipCache) {
    return obtain();
  }
  const { cache } = kindeWith("cache", "cache binding not available");
  return await cache.jwtToken(tokenName, {
    validation: {
      key: {
        type: "jwks",
        jwks: {
          url: `${options.domain}/.well-known/jwks.json`
        }
      }
    },
    onMissingOrExpired: obtain
  });
}
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
      scope: scopes?.join(" ") ?? ""
    });
    const response = request(`${domain}/oauth2/token`, {
      method: "POST",
      responseFormat: "json",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        ...headers
      },
      body: form
    });
    const token = response?.json?.access_token;
    if (!token) {
      throw new Error("getM2MToken: No access token returned");
    }
    return token;
  } catch (error) { $module.caught(error);
    const reason = error?.message ?? error;
    throw new Error(`getM2MToken: Failed to obtain token - ${reason}`, {
      cause: error
    });
  }
}
       async function createKindeAPI(event, options) {
  const { clientId, clientSecret } = credentials(options);
  const { kindeDomain } = event.context.domains;
  const token = await getM2MToken("internal_m2m_access_token", {
    domain: kindeDomain,
    clientId,
    clientSecret,
    audience: [
      `${kindeDomain}/api`
    ],
    skipCache: options?.skipCache ?? false
  });
  const caller = (method)=>async (...given)=>{
      const place = (0, $module0.here)();
      const { endpoint, params, contentType } = callOf(method, given, place);
      const query = method === "GET" && params ? queryOf(endpoint, params) : "";
      const result = await request(`${kindeDomain}/api/v1/${endpoint}${query}`, {
        method,
        responseFormat: "json",
        headers: {
          authorization: `Bearer ${token}`,
          "Content-Type": contentType,
          accept: "application/json"
        },
        body: method === "GET" ? undefined : params ?? undefined
      });
      if (result.ok === false) {
        (0, $module0.warn)("REFUSED_CALL", refusal(method, endpoint, result), place);
      }
      return answer(result, "json");
    };
  return {
    get: caller("GET"),
    post: caller("POST"),
    patch: caller("PATCH"),
    put: caller("PUT"),
    delete: caller("DELETE")
  };
}
const CALL_OPTIONS = [
  "endpoint",
  "params",
  "contentType"
];
function callOf(method, [first, second], place) {
  const name = method.toLowerCase();
  const { endpoint, params, contentType = "application/json", ...others } = typeof first === "string" ? {
    endpoint: first,
    params: second
  } : {
    ...first
  };
  if (typeof endpoint !== "string" || endpoint === "") {
    throw new TypeError(`${name} of the management API needs an endpoint: ${name}({ endpoint: "users" })`);
  }
  for (const option of Object.keys(others)){
    const known = CALL_OPTIONS.join(", ");
    const message = `${name} of the management API was called with the unknown option '${option.slice(0, 200)}', which does nothing; it takes ${known}`;
    (0, $module0.warn)("UNKNOWN_OPTION", message, place);
  }
  return {
    endpoint: endpoint.replace(/^\/?(api\/v1\/)?/, ""),
    params,
    contentType
  };
}
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
  return {
    clientId,
    clientSecret
  };
}
function credential(key) {
  const { kinde } = globalThis;
  return kinde?.env ? kinde.env.get(key) : (0, $module0.variable)?.(key) ?? getEnvironmentVariable(key);
}
function formOf(parameters) {
  if (typeof parameters === "string") {
    return parameters.replace(/^\?/, "");
  }
  const pairs = typeof parameters[Symbol.iterator] === "function" ? [
    ...parameters
  ] : Object.entries(parameters);
  return pairs.map(([name, value])=>`${encoded(name)}=${encoded(value)}`).join("&");
}
function encoded(text) {
  return encodeURIComponent(String(text).toWellFormed()).replace(/[!'()~]/g, (letter)=>`%${letter.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll("%20", "+");
}
function queryOf(endpoint, params) {
  const query = formOf(params);
  if (query === "") {
    return "";
  }
  return `${String(endpoint).includes("?") ? "&" : "?"}${query}`;
}
const REGISTER_URL = "@1bb81dd0d77eadd910c579fe5d8fc72d@";
const LOGIN_URL = "@e86866fd7578353366530f3f47eaa76c@";
       function getKindeWidget() {
  return "@a7c96003b04df6899664427d7ea1fef3@";
}
       function getKindeNonce() {
  return "@45499ee1c60b636624825c2bf199c5b5@";
}
       function getKindeRequiredCSS() {
  return "@5dded3f6f1958d07101e387346fb259b@";
}
       function getKindeRequiredJS() {
  return "@7e857d8758c02e37ec63b30de28b2d81@";
}
       function getKindeCSRF() {
  return "@361f854a9832445865ae6e8e0a175a9d@";
}
       function getKindeSwitchJS() {
  return "@a96703cd49995f587bd52f66c048e038@";
}
       function getKindeRegisterUrl() {
  return REGISTER_URL;
}
       function getKindeSignUpUrl() {
  return REGISTER_URL;
}
       function getKindeLoginUrl() {
  return LOGIN_URL;
}
       function getKindeSignInUrl() {
  return LOGIN_URL;
}
       function getKindeThemeCode() {
  return "@e63f1096b472826f24dc9720fc644227@";
}
       function getLogoUrl() {
  return "@2a097f15e41589302c79ea69e7841cac@";
}
       function getDarkModeLogoUrl() {
  return "@ebb2f89e11151227c20c2848f3dae2ac@";
}
       function getSVGFaviconUrl() {
  return "@ede60a67a58958ea75ecad7b1b44a01c@";
}
       function getFallbackFaviconUrl() {
  return "@a0fc143669cffb33f1d14cf780047642@";
}
const COLOR = {
  pattern: /^(#([\da-f]{3}|[\da-f]{6})|rgba?\(.*\))$/i,
  error: "Invalid color value provided"
};
const RADIUS = {
  pattern: /^(0|\d+(\.\d+)?(%|px|rem|em))$/,
  error: "Invalid border radius value provided"
};
const DESIGNER_PROPERTIES = [
  [
    "baseBackgroundColor",
    "base-background-color",
    COLOR
  ],
  [
    "baseLinkColor",
    "base-link-color",
    COLOR
  ],
  [
    "cardBorderRadius",
    "card-border-radius",
    RADIUS
  ],
  [
    "buttonBorderRadius",
    "button-border-radius",
    RADIUS
  ],
  [
    "inputBorderRadius",
    "control-select-text-border-radius",
    RADIUS
  ],
  [
    "primaryButtonBackgroundColor",
    "button-primary-background-color",
    COLOR
  ],
  [
    "primaryButtonColor",
    "button-primary-color",
    COLOR
  ]
];
       function setKindeDesignerCustomProperties(values) {
  const lines = [];
  for (const [name, property, { pattern, error }] of DESIGNER_PROPERTIES){
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

})