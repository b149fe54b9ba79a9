package io.claimflow.kinde;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The library that Kinde's workflows import, up to version 0.11: its names, and the
 * bindings that its functions need.
 */
public final class KindeLibrary {

	/** The module. */
	public static final String MODULE = "@kinde/infrastructure";

	/** The module that the library alone can import: what the engine lends it. */
	public static final String HOST = "claimflow:host";

	/** Where a project may have a copy of the library. */
	public static final String INSTALLED = "node_modules/" + MODULE;

	/** The object with the names of the triggers. */
	public static final String TRIGGER = "WorkflowTrigger";

	/** The function that reads a variable. */
	public static final String VARIABLE = "getEnvironmentVariable";

	/** The types that it exports, and the values that are types as well. */
	public static final Set<String> TYPES = Set.of("WorkflowSettings", "WorkflowEvents", "onUserTokenGeneratedEvent",
			"onPostAuthenticationEvent", "onUserPreRegistrationEvent", "onExistingPasswordProvidedEvent",
			"onNewPasswordProvidedEvent", "onNewUsernameProvidedEvent", "onUserPreMFA", "onM2MTokenGeneratedEvent",
			"onPlanSelection", "onPlanCancellationRequest", "MFAPolicy", "MFAContext", "MFAEnabledFactors",
			"MFAEnforcementPolicy", "KindeFetchOptions", "KindeAPIRequest", "KindePageEvent",
			"KindeDesignerCustomProperties", "OrgCode", "LoginOptions", "createKindeAPIOptions", "getM2MTokenOptions",
			TRIGGER, "Scopes", "PromptTypes");

	/** The members of {@code WorkflowTrigger}. */
	public static final Set<String> TRIGGERS = Set.of("UserTokenGeneration", "PostAuthentication",
			"UserPreRegistration", "ExistingPasswordProvided", "NewPasswordProvided", "NewUsernameProvided",
			"UserPreMFA", "M2MTokenGeneration", "PlanSelection", "PlanCancellationRequest");

	/** Its functions, and the bindings that each needs. */
	public static final Map<String, List<String>> FUNCTIONS = Map.ofEntries(
			Map.entry("idTokenCustomClaims", List.of("kinde.idToken")),
			Map.entry("accessTokenCustomClaims", List.of("kinde.accessToken")),
			Map.entry("m2mTokenClaims", List.of("kinde.m2mToken")), Map.entry(VARIABLE, List.of("kinde.env")),
			Map.entry("getLocalization", List.of("kinde.localization")), Map.entry("denyAccess", List.of("kinde.auth")),
			Map.entry("invalidateFormField", List.of("kinde.widget")),
			Map.entry("setEnforcementPolicy", List.of("kinde.mfa")),
			Map.entry("denyPlanSelection", List.of("kinde.plan")),
			Map.entry("denyPlanCancellation", List.of("kinde.plan")), Map.entry("fetch", List.of("kinde.fetch")),
			Map.entry("secureFetch", List.of("kinde.secureFetch")), Map.entry("getM2MToken", List.of("kinde.fetch")),
			Map.entry("createKindeAPI", List.of()));

	private KindeLibrary() {
	}

	/** Whether a module is the library, built in or installed. */
	public static boolean isLibrary(String module) {
		return module.equals(MODULE) || module.startsWith(INSTALLED + "/");
	}

}
