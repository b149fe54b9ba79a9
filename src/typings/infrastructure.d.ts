// The library, whether it is the one built in or a copy in node_modules. It has the names
// of the published package, and the fields that its types lack.

declare module "@kinde/infrastructure" {
  export const version: string;

  export enum WorkflowTrigger {
    UserTokenGeneration = "user:tokens_generation",
    PostAuthentication = "user:post_authentication",
    UserPreRegistration = "user:pre_registration",
    ExistingPasswordProvided = "user:existing_password_provided",
    NewPasswordProvided = "user:new_password_provided",
    NewUsernameProvided = "user:new_username_provided",
    UserPreMFA = "user:pre_mfa",
    M2MTokenGeneration = "m2m:token_generation",
    PlanSelection = "user:plan_selection",
    PlanCancellationRequest = "user:plan_cancellation_request",
  }

  export enum Scopes {
    email = "email",
    profile = "profile",
    openid = "openid",
    offline_access = "offline",
  }

  export enum PromptTypes {
    none = "none",
    create = "create",
    login = "login",
  }

  // ---- settings ----

  export type WorkflowSettings = {
    /** Unique in the project. */
    id: string;
    /** A member of `WorkflowTrigger`, its id, or the id of a trigger of the server's own. */
    trigger: WorkflowTrigger | `${WorkflowTrigger}` | (string & {});
    name?: string;
    /** `stop` if nothing is said. */
    failurePolicy?: { action: "stop" | "continue" };
    bindings?: {
      "kinde.accessToken"?: TokenBindingOptions;
      "kinde.idToken"?: TokenBindingOptions;
      "kinde.m2mToken"?: TokenBindingOptions;
      "kinde.env"?: object;
      "kinde.fetch"?: object;
      "kinde.secureFetch"?: object;
      "kinde.auth"?: object;
      "kinde.widget"?: object;
      "kinde.mfa"?: object;
      "kinde.plan"?: object;
      "kinde.localization"?: object;
      "kinde.risk"?: object;
      "kinde.ssoSession"?: object;
      kinde?: object;
      console?: object;
      url?: object;
      util?: object;
      module?: object;
    };
  };

  type TokenBindingOptions = {
    /** Begins with the claims that the server protects, and `scope`. */
    resetClaims?: boolean;
    [option: string]: unknown;
  };

  // ---- events ----

  export type WorkflowEvents = Claimflow.Events[Claimflow.TriggerId];
  export type onM2MTokenGeneratedEvent = Claimflow.M2MTokenGenerationEvent;
  export type onUserTokenGeneratedEvent = Claimflow.UserTokensGenerationEvent;
  export type onPostAuthenticationEvent = Claimflow.PostAuthenticationEvent;
  export type onUserPreRegistrationEvent = Claimflow.PreRegistrationEvent;
  export type onExistingPasswordProvidedEvent = Claimflow.ExistingPasswordProvidedEvent;
  export type onNewPasswordProvidedEvent = Claimflow.NewPasswordProvidedEvent;
  export type onNewUsernameProvidedEvent = Claimflow.NewUsernameProvidedEvent;
  export type onUserPreMFA = Claimflow.PreMfaEvent;
  export type onPlanSelection = Claimflow.PlanSelectionEvent;
  export type onPlanCancellationRequest = Claimflow.PlanCancellationRequestEvent;

  export type MFAPolicy = "required" | "optional" | "off";
  export type MFAContext = "environment" | "organization";
  export type MFAEnabledFactors = Claimflow.MfaFactor;
  export type MFAEnforcementPolicy = "required" | "skip";

  // ---- claims ----

  type Protected =
    | "iss" | "sub" | "aud" | "exp" | "iat" | "nbf" | "azp" | "act" | "sid" | "cnf" | "may_act" | "jti";

  /** A token's claims, which can be set, deleted and changed inside; the server's can be read. */
  type Editable<T extends object, P extends string> = Omit<T, P> & { readonly [Name in P]?: any };

  export function accessTokenCustomClaims<T extends object = Record<string, any>>(): Editable<T, Protected | "scp">;
  export function idTokenCustomClaims<T extends object = Record<string, any>>(): Editable<
    T,
    Protected | "auth_time" | "updated_at" | "rat" | "nonce" | "at_hash" | "c_hash"
  >;
  export function m2mTokenClaims<T extends object = Record<string, any>>(): Editable<T, Protected | "scp" | "gty">;

  // ---- environment and texts ----

  export function getEnvironmentVariable<T extends string = string>(key: T): Claimflow.Variable;
  export function getLocalization(key: string): string | undefined;

  // ---- decisions ----

  /** Does not end the function, and cannot be taken back. */
  export function denyAccess(reason: string): void;
  /** Does not end the function. */
  export function invalidateFormField(fieldName: string, message: string): void;
  /** For this sign-in. The last call counts. */
  export function setEnforcementPolicy(policy: MFAEnforcementPolicy): void;
  export function denyPlanSelection(message: string, reasons?: string[]): void;
  export function denyPlanCancellation(reason: string): void;

  // ---- calls to other systems ----

  export type KindeFetchOptions = Claimflow.FetchOptions;

  /** Answers with `{ data }`: `fetch<{ data: Plan }>(url)`. */
  export function fetch<T = any>(url: string, options?: KindeFetchOptions): Promise<T>;
  /** Sends its body encrypted, and answers with `{ data }`. */
  export function secureFetch<T = any>(url: string, options?: KindeFetchOptions): Promise<T>;

  export type getM2MTokenOptions = {
    domain: string;
    clientId: string;
    clientSecret: string;
    audience: string[];
    scopes?: string[];
    headers?: Record<string, string>;
    skipCache?: boolean;
  };

  export function getM2MToken<T extends string = string>(tokenName: T, options: getM2MTokenOptions): Promise<string>;

  export type createKindeAPIOptions = {
    version?: 1;
    skipCache?: boolean;
    /** With `clientSecret`, in place of what `kinde.env` has. */
    clientId?: string;
    clientSecret?: string;
    /** With `clientSecretKey`, the names of the variables that have them. */
    clientIdKey?: string;
    clientSecretKey?: string;
  };

  export type KindeAPIRequest = {
    method: Claimflow.Method;
    /** Without a slash, such as `user?id=kp_1`. */
    endpoint: string;
    /** The query of a `get`, the body of all others. */
    params?: Record<string, any> | string;
    contentType?: "application/json" | "application/x-www-form-urlencoded";
  };

  type KindeAPICall = <T = any>(request: Omit<KindeAPIRequest, "method">) => Promise<{ data: T }>;

  /** Calls the management API of the server that fired the trigger. */
  export function createKindeAPI(
    event: { context: { domains: { kindeDomain: string } } },
    options?: createKindeAPIOptions,
  ): Promise<{ get: KindeAPICall; post: KindeAPICall; put: KindeAPICall; patch: KindeAPICall; delete: KindeAPICall }>;

  // ---- pages: they are not rendered here, and modules that are shared with them load ----

  export type OrgCode = `org_${string}`;

  export type KindePageEvent = {
    request: {
      authUrlParams: { orgCode: OrgCode; state: string; clientId: string; redirectUri: string };
      locale: { isRtl: boolean; lang: string };
      route: { context: string; flow: "register" | "login"; path: "auth" | "account" | "/" };
    };
    context: {
      widget: { content: { pageTitle: string; heading: string; description: string; logoAlt: string } };
    };
  };

  export type LoginOptions = Claimflow.AuthUrlParams & { clientId: string; redirectURL: string };

  export type KindeDesignerCustomProperties = {
    baseBackgroundColor?: string;
    baseLinkColor?: string;
    buttonBorderRadius?: string;
    primaryButtonBackgroundColor?: string;
    primaryButtonColor?: string;
    cardBorderRadius?: string;
    inputBorderRadius?: string;
  };

  export function getKindeWidget(): `@${string}@`;
  export function getKindeNonce(): `@${string}@`;
  export function getKindeRequiredCSS(): `@${string}@`;
  export function getKindeRequiredJS(): `@${string}@`;
  export function getKindeCSRF(): `@${string}@`;
  export function getKindeSwitchJS(): `@${string}@`;
  export function getKindeRegisterUrl(): `@${string}@`;
  export function getKindeLoginUrl(): `@${string}@`;
  export function getKindeSignUpUrl(): `@${string}@`;
  export function getKindeSignInUrl(): `@${string}@`;
  export function getKindeThemeCode(): `@${string}@`;
  export function getLogoUrl(orgCode?: OrgCode): string;
  export function getDarkModeLogoUrl(orgCode?: OrgCode): string;
  export function getSVGFaviconUrl(orgCode?: OrgCode): string;
  export function getFallbackFaviconUrl(orgCode?: OrgCode): string;
  export function setKindeDesignerCustomProperties(properties: KindeDesignerCustomProperties): string;
}
