package io.claimflow.spring.signin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Trigger;
import io.claimflow.spring.form.FormDecision;
import io.claimflow.spring.password.UserRecords;
import io.claimflow.spring.registration.FederatedUser;
import io.claimflow.spring.registration.FederatedUserRecords;
import io.claimflow.spring.registration.SignUpDeniedException;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.support.UnknownUserRecordException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.security.core.AuthenticationException;

/**
 * Runs the workflow of {@code user:pre_registration} when somebody signs in through an
 * identity provider and has no record here yet, and has the record made.
 */
final class FederatedSignUps implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(FederatedSignUps.class);

	private final WorkflowRuns runs;

	private final Supplier<Optional<FederatedUserRecords>> records;

	private final Supplier<Optional<UserRecords>> users;

	private volatile boolean expected;

	FederatedSignUps(WorkflowRuns runs, Supplier<Optional<FederatedUserRecords>> records,
			Supplier<Optional<UserRecords>> users) {
		this.runs = runs;
		this.records = records;
		this.users = users;
	}

	/** The server has a login that identity providers vouch for. */
	void expect() {
		this.expected = true;
	}

	/**
	 * Lets a user in who has a record, or may have one.
	 * @param user the user
	 * @param event makes the part of the event that tells of the request and, as
	 * {@code context.auth}, of the provider
	 * @return whether the user's record was made
	 * @throws AuthenticationException if the workflow denies the sign-up, or fails and
	 * does not go on, or if the application's records refuse the user
	 */
	boolean admit(FederatedUser user, Supplier<Event> event) {
		FederatedUserRecords known = records().orElse(null);
		try {
			if (known == null || known.exists(user)) {
				return false;
			}
			FormDecision decision = FormDecision
				.of(this.runs.fire(Trigger.PRE_REGISTRATION, () -> event(event.get(), user), Claims.none()));
			if (decision instanceof FormDecision.Denied denied) {
				throw new SignUpDeniedException(denied.reason());
			}
			return known.create(user);
		}
		catch (AuthenticationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new UnknownUserRecordException(
					"Whether a federated user has a record could not be found out, or the record not be made", ex);
		}
	}

	/** The application's, and else those that tell whether a workflow has to run. */
	private Optional<FederatedUserRecords> records() {
		return this.records.get()
			.or(() -> this.runs.isLive(Trigger.PRE_REGISTRATION)
					? this.users.get()
						.map((users) -> (user) -> users.userId(user.authentication().getName()).isPresent())
					: Optional.empty());
	}

	private static Event event(Event signIn, FederatedUser user) {
		Map<String, Object> context = new LinkedHashMap<>(signIn.context());
		context.remove("user");
		Optional.ofNullable(user.email()).ifPresent((email) -> context.put("user", Map.of("email", email)));
		return new Event(signIn.request(), context);
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.expected && this.runs.isLive(Trigger.PRE_REGISTRATION) && records().isEmpty()) {
			logger.warn("The workflow of user:pre_registration does not run for users of identity providers, as nothing"
					+ " says which of them have a record here. Declare a bean of"
					+ " io.claimflow.spring.registration.FederatedUserRecords. If nobody signs up that way, let its exists() be"
					+ " true.");
		}
	}

}
