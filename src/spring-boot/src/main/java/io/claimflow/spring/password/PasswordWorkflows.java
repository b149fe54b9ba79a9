package io.claimflow.spring.password;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.OnDemand;
import io.claimflow.Trigger;
import io.claimflow.spring.form.FormDecision;
import io.claimflow.spring.request.FormEvents;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.support.UnknownUserRecordException;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.password.CompromisedPasswordChecker;
import org.springframework.security.authentication.password.CompromisedPasswordDecision;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Runs the workflows of passwords. Logins of Spring Security's filters are attached
 * without any code; forms in which users choose passwords call {@link #newPassword}.
 */
public final class PasswordWorkflows {

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private final WorkflowRuns runs;

	private final FormEvents events;

	private final Supplier<PasswordEncoder> encoder;

	private final Supplier<Optional<UserRecords>> users;

	PasswordWorkflows(WorkflowRuns runs, FormEvents events, Supplier<PasswordEncoder> encoder,
			Supplier<Optional<UserRecords>> users) {
		this.runs = runs;
		this.events = events;
		this.encoder = encoder;
		this.users = users;
	}

	/**
	 * An authentication manager that runs {@code user:existing_password_provided} before
	 * another one looks at a password. The filters of Spring Security have it already; it
	 * is for code that calls a manager itself.
	 * @param application the application's own manager
	 * @return a manager that throws {@link InvalidFormFieldsException} if the workflow
	 * found fault with a field, and what a wrong password leads to if it denied access or
	 * failed
	 */
	public AuthenticationManager authenticationManager(AuthenticationManager application) {
		return (application instanceof PasswordGuard) ? application : new PasswordGuard(application, this);
	}

	/**
	 * Asks the workflow of {@code user:new_password_provided}, if there is one. To be
	 * called while the request with the form is served, before anything is stored.
	 * @param password what the user has chosen
	 * @return whether it may be used
	 */
	public FormDecision newPassword(NewPassword password) {
		return decide(Trigger.NEW_PASSWORD_PROVIDED, () -> event(password));
	}

	/**
	 * The workflow of {@code user:new_password_provided} as a checker for a form that
	 * calls one already. The user is the one who is signed in, if any, and the reason is
	 * {@link NewPassword.Reason#RESET}. Do not make it a bean: Spring Security asks that
	 * one at every login.
	 * @param application the application's own checker, which is asked first, or null
	 * @return a checker to which a password that the workflow refuses is compromised
	 */
	public CompromisedPasswordChecker compromisedPasswordChecker(@Nullable CompromisedPasswordChecker application) {
		return (password) -> {
			String chosen = (password != null) ? password : "";
			if (application != null) {
				CompromisedPasswordDecision decision = application.check(chosen);
				if (decision.isCompromised()) {
					return decision;
				}
			}
			Authentication current = SecurityContextHolder.getContext().getAuthentication();
			String user = TRUST.isAuthenticated(current) ? current.getName() : null;
			return new CompromisedPasswordDecision(
					!newPassword(new NewPassword(chosen, chosen, NewPassword.Reason.RESET, user, null)).isAllowed());
		};
	}

	private FormDecision decide(Trigger trigger, Supplier<Event> event) {
		return FormDecision.of(this.runs.fire(trigger, event, Claims.none()));
	}

	/** Whether there is a workflow of {@code user:existing_password_provided}. */
	boolean seePasswords() {
		return this.runs.isLive(Trigger.EXISTING_PASSWORD_PROVIDED);
	}

	/** Asks the workflow of {@code user:existing_password_provided}, if there is one. */
	PasswordAttempt existingPassword(String name, String password) {
		if (!seePasswords()) {
			return new PasswordAttempt(new FormDecision.Allowed(), false);
		}
		boolean counted = this.users.get().isPresent();
		Optional<String> userId = userId(name);
		FormDecision decision = decide(Trigger.EXISTING_PASSWORD_PROVIDED,
				() -> event(name, password, counted, userId));
		return new PasswordAttempt(decision, counted && userId.isEmpty());
	}

	/** The identifier of a user, or empty if there is no record of one. */
	Optional<String> userId(String name) {
		try {
			return this.users.get().flatMap((records) -> records.userId(name));
		}
		catch (RuntimeException ex) {
			throw new UnknownUserRecordException(ex.getMessage(), ex);
		}
	}

	/** Every attempt costs the same, whether there is such a user or not. */
	private Event event(String name, String password, boolean counted, Optional<String> userId) {
		Map<String, Object> auth = new LinkedHashMap<>();
		auth.put("providedEmail", name);
		auth.put("password", password);
		auth.put("hashedPassword", new OnDemand(() -> hash(password)));
		if (counted) {
			auth.put("hasUserRecordInKinde", userId.isPresent());
		}
		Map<String, Object> user = new LinkedHashMap<>();
		userId.ifPresent((id) -> user.put("id", id));
		return this.events.create(auth, user, Set.of(password));
	}

	/** There is none of a password that is too long for the encoder, as for bcrypt. */
	private Optional<String> hash(String password) {
		try {
			return Optional.ofNullable(this.encoder.get().encode(password));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private Event event(NewPassword password) {
		Map<String, Object> auth = new LinkedHashMap<>();
		auth.put("firstPassword", password.first());
		auth.put("secondPassword", password.second());
		auth.put("newPasswordReason", password.reason().name().toLowerCase(Locale.ROOT));
		Map<String, Object> user = new LinkedHashMap<>();
		if (password.userId() != null) {
			user.put("id", password.userId());
		}
		if (password.email() != null) {
			user.put("email", password.email());
		}
		return this.events.create(auth, user, new HashSet<>(List.of(password.first(), password.second())));
	}

}
