package io.claimflow.compile;

import java.util.Set;

/**
 * Names that {@code @kinde/infrastructure} has, up to version 0.11.
 */
public final class LibraryNames {

	/** The module. */
	public static final String MODULE = ModuleResolver.INFRASTRUCTURE;

	/** The types that it exports, and the values that are types as well. */
	public static final Set<String> TYPES = Set.of("WorkflowSettings", "WorkflowEvents", "onUserTokenGeneratedEvent",
			"onPostAuthenticationEvent", "onUserPreRegistrationEvent", "onExistingPasswordProvidedEvent",
			"onNewPasswordProvidedEvent", "onNewUsernameProvidedEvent", "onUserPreMFA", "onM2MTokenGeneratedEvent",
			"onPlanSelection", "onPlanCancellationRequest", "MFAPolicy", "MFAContext", "MFAEnabledFactors",
			"MFAEnforcementPolicy", "KindeFetchOptions", "KindeAPIRequest", "KindePageEvent",
			"KindeDesignerCustomProperties", "OrgCode", "LoginOptions", "createKindeAPIOptions", "getM2MTokenOptions",
			"WorkflowTrigger", "Scopes", "PromptTypes");

	/** The members of {@code WorkflowTrigger}. */
	public static final Set<String> TRIGGERS = Set.of("UserTokenGeneration", "PostAuthentication",
			"UserPreRegistration", "ExistingPasswordProvided", "NewPasswordProvided", "NewUsernameProvided",
			"UserPreMFA", "M2MTokenGeneration", "PlanSelection", "PlanCancellationRequest");

	private LibraryNames() {
	}

}
