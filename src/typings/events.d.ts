// The argument of a workflow's function, by trigger.

declare namespace Claimflow {
  /** The event of each trigger, by its id. */
  interface Events {
    "m2m:token_generation": M2MTokenGenerationEvent;
    "user:tokens_generation": UserTokensGenerationEvent;
    "user:post_authentication": PostAuthenticationEvent;
    "user:pre_registration": PreRegistrationEvent;
    "user:existing_password_provided": ExistingPasswordProvidedEvent;
    "user:new_password_provided": NewPasswordProvidedEvent;
    "user:new_username_provided": NewUsernameProvidedEvent;
    "user:pre_mfa": PreMfaEvent;
    "user:plan_selection": PlanSelectionEvent;
    "user:plan_cancellation_request": PlanCancellationRequestEvent;
  }

  /** A trigger's id. */
  type TriggerId = keyof Events;

  interface Request {
    /** Can be a chain, separated by commas, with the client first. */
    ip: string;
    userAgent: string;
  }

  interface SignInRequest extends Request {
    /** What the client asked for; empty if the user comes without one. */
    authUrlParams: AuthUrlParams;
  }

  interface TokenRequest extends Request {
    auth: { audience: string[] };
  }

  /** The authorization request that a sign-in is for. */
  interface AuthUrlParams {
    state?: string;
    clientId?: string;
    redirectUri?: string;
    /** The same as `redirectUri`. */
    redirectURL?: string;
    scope?: string[];
    audience?: string | string[];
    prompt?: string;
    lang?: string;
    loginHint?: string;
    orgCode?: string;
    orgName?: string;
    isCreateOrg?: boolean;
    connectionId?: string;
    hasSuccessPage?: boolean;
    workflowDeploymentId?: string;
  }

  interface Context<T extends TriggerId> {
    /** `kindeDomain` is the issuer, without a slash at its end. */
    domains: { kindeDomain: string };
    workflow: { trigger: T };
  }

  interface SignInContext<T extends TriggerId> extends Context<T> {
    /** The client that sent the user, if one did. */
    application: { clientId?: string };
  }

  interface TokenContext<T extends TriggerId> extends Context<T> {
    application: { clientId: string };
  }

  interface M2MTokenGenerationEvent {
    request: Request & { auth: { audience: string[]; scope: string[] } };
    context: TokenContext<"m2m:token_generation">;
  }

  interface UserTokensGenerationEvent {
    request: TokenRequest;
    context: TokenContext<"user:tokens_generation"> & {
      auth: {
        origin: "authorization_request" | "refresh_token_request";
        isExistingSession: boolean;
        connectionId?: string;
      };
      user: { id: string; identityId?: string };
      organization?: { code: string };
    };
  }

  interface PostAuthenticationEvent {
    request: SignInRequest;
    context: SignInContext<"user:post_authentication"> & {
      auth: {
        connectionId?: string;
        isNewUserRecordCreated: boolean;
        isExistingSession?: boolean;
        /** Who else vouches for the user, if anyone does. */
        provider?: Provider;
      };
      user: { id: string };
    };
  }

  /** Another party that vouches for a user. */
  interface Provider {
    protocol: "oauth2" | "saml" | (string & {});
    provider: string;
    data: {
      /** Of an OpenID Connect provider. */
      idToken?: { claims: Record<string, any> };
      /** If the provider issues JWTs. Its signature is not verified. */
      accessToken?: { claims: Record<string, any> };
      /** Of a SAML provider. */
      assertion?: { attributeStatements: SamlAttributeStatement[] };
    };
  }

  interface SamlAttributeStatement {
    attributes: { name: string; values: { value: string }[] }[];
  }

  interface PreRegistrationEvent {
    request: SignInRequest;
    context: SignInContext<"user:pre_registration"> & {
      auth: {
        connectionId?: string;
        /** Who else vouches for the user, if anyone does. */
        provider?: Provider;
      };
      user?: { email?: string };
    };
  }

  interface ExistingPasswordProvidedEvent {
    request: SignInRequest;
    context: SignInContext<"user:existing_password_provided"> & {
      auth: {
        providedEmail: string;
        /** As it was typed. Masked in what the workflow logs. */
        password: string;
        /** As the server would store it. */
        hashedPassword: string;
        hasUserRecordInKinde: boolean;
      };
      /** Absent if there is no such user. */
      user?: { id: string };
    };
  }

  interface NewPasswordProvidedEvent {
    request: SignInRequest;
    context: SignInContext<"user:new_password_provided"> & {
      auth: { firstPassword: string; secondPassword: string; newPasswordReason: "initial" | "reset" };
      /** The id is there for a user that there is. */
      user: { id?: string; email: string };
    };
  }

  interface NewUsernameProvidedEvent {
    request: SignInRequest;
    context: SignInContext<"user:new_username_provided"> & { auth: { suppliedUsername: string } };
  }

  type MfaFactor = "mfa:sms" | "mfa:email" | "mfa:authenticator_app" | (string & {});

  interface PreMfaEvent {
    request: SignInRequest;
    context: SignInContext<"user:pre_mfa"> & {
      auth: { connectionId?: string };
      user: { id: string };
      mfa: {
        /** `required` if a rule of the server asks for a second factor. */
        policy: "required" | "optional" | "off";
        /** Here it is always `environment`, and nobody is exempt. */
        context: "environment" | "organization";
        enabledFactors: MfaFactor[];
        /** The same as `enabledFactors`. */
        enabled_factors: MfaFactor[];
        isUserRoleExempt: boolean;
        isUserConnectionExempt: boolean;
      };
      organization?: { code: string };
    };
  }

  interface PlanSelectionEvent {
    request: Request;
    context: Context<"user:plan_selection"> & {
      application?: { clientId?: string };
      user: { id: string };
      billing: { currentPlanCode: string; requestedPlanCode: string };
      organization?: { code: string };
    };
  }

  interface PlanCancellationRequestEvent {
    request: Request;
    context: Context<"user:plan_cancellation_request"> & {
      application?: { clientId?: string };
      user?: { id: string };
      billing: { currentPlanCode: string; agreementId: string };
      organization?: { code: string };
    };
  }
}
