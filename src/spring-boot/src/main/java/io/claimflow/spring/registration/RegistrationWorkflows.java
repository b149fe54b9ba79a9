package io.claimflow.spring.registration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Trigger;
import io.claimflow.spring.form.FormDecision;
import io.claimflow.spring.request.FormEvents;
import io.claimflow.spring.run.WorkflowRuns;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workflows of signing up. The code of a sign-up calls it while it serves the
 * request, before anything is stored.
 */
public final class RegistrationWorkflows {

	private final WorkflowRuns runs;

	private final FormEvents events;

	RegistrationWorkflows(WorkflowRuns runs, FormEvents events) {
		this.runs = runs;
		this.events = events;
	}

	/**
	 * Asks the workflow of {@code user:pre_registration}, if there is one.
	 * @param email the address of the user, or null if it is not known
	 * @param connectionId the connection, such as an identity provider, through which the
	 * user comes, or null if there is none
	 * @return whether the user may be created
	 */
	public FormDecision preRegistration(@Nullable String email, @Nullable String connectionId) {
		return decide(Trigger.PRE_REGISTRATION,
				() -> this.events.create(object("connectionId", connectionId), object("email", email), Set.of()));
	}

	/**
	 * Asks the workflow of {@code user:new_username_provided}, if there is one.
	 * @param username what the user has chosen
	 * @return whether it may be used
	 */
	public FormDecision newUsername(String username) {
		return decide(Trigger.NEW_USERNAME_PROVIDED,
				() -> this.events.create(object("suppliedUsername", username), Map.of(), Set.of()));
	}

	private FormDecision decide(Trigger trigger, Supplier<Event> event) {
		return FormDecision.of(this.runs.fire(trigger, event, Claims.none()));
	}

	private static Map<String, Object> object(String name, @Nullable String value) {
		Map<String, Object> object = new LinkedHashMap<>();
		if (value != null) {
			object.put(name, value);
		}
		return object;
	}

}
