package io.claimflow.kinde;

import java.util.Map;
import java.util.Set;

import io.claimflow.Trigger;

/**
 * The names in Kinde's events.
 */
public final class KindeEvents {

	/** The fields of forms: names that a password may be part of. */
	public static final Set<String> FORM_FIELDS = Set.of("p_password", "p_first_password", "p_second_password",
			"p_password_1", "p_password_2", "p_username");

	/** The member of an event that has to do with the request. */
	public static final String REQUEST = "request";

	/** The member of an event that has all else. */
	public static final String CONTEXT = "context";

	private static final String WORKFLOW = "workflow";

	private KindeEvents() {
	}

	/** What each event says of the workflow that gets it. */
	public static Map.Entry<String, Object> workflow(Trigger trigger) {
		return Map.entry(WORKFLOW, Map.of("trigger", trigger.id()));
	}

}
