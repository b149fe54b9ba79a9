package io.claimflow.spring.password;

import io.claimflow.spring.form.FormDecision;
import io.claimflow.spring.support.NewUserRecord;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.SpringSecurityMessageSource;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;

/**
 * Runs {@code user:existing_password_provided} before an authentication manager looks at
 * a password.
 * <p>
 * If the workflow refuses, the manager is given a password that nobody has. So a refused
 * login is a wrong password by construction: the same providers do the same work and
 * answer with the same exception and the same events.
 */
final class PasswordGuard implements AuthenticationManager {

	/** Managers are nested, and each of them can be guarded. */
	private static final ThreadLocal<Boolean> GUARDED = ThreadLocal.withInitial(() -> false);

	/** 44 characters: fewer than the 72 bytes that bcrypt looks at. */
	private static final StringKeyGenerator NOBODYS_PASSWORD = new Base64StringKeyGenerator(32);

	private final AuthenticationManager delegate;

	private final PasswordWorkflows workflows;

	PasswordGuard(AuthenticationManager delegate, PasswordWorkflows workflows) {
		this.delegate = delegate;
		this.workflows = workflows;
	}

	@Override
	public Authentication authenticate(Authentication authentication) throws AuthenticationException {
		Object password = authentication.getCredentials();
		if (GUARDED.get() || !(authentication instanceof UsernamePasswordAuthenticationToken login)
				|| login.isAuthenticated() || password == null) {
			return this.delegate.authenticate(authentication);
		}
		GUARDED.set(true);
		try {
			PasswordAttempt attempt = this.workflows.existingPassword(login.getName(), password.toString());
			FormDecision decision = attempt.decision();
			if (decision.isAllowed()) {
				Authentication user = this.delegate.authenticate(authentication);
				noteNewRecord(attempt, login.getName());
				return user;
			}
			AuthenticationException refusal = refusal(login);
			throw (decision instanceof FormDecision.Invalid invalid) ? new InvalidFormFieldsException(invalid.errors())
					: refusal;
		}
		catch (AuthenticationException ex) {
			if (this.workflows.seePasswords()) {
				forgetPassword(ex);
			}
			throw ex;
		}
		finally {
			GUARDED.remove();
		}
	}

	/**
	 * Spring Security notes the attempt in the exception, and the exception in the
	 * session. The attempt itself stays as it is: its owner may try it elsewhere.
	 */
	private static void forgetPassword(AuthenticationException failure) {
		Authentication request = failure.getAuthenticationRequest();
		if (request != null && request.getClass() == UsernamePasswordAuthenticationToken.class) {
			UsernamePasswordAuthenticationToken copy = UsernamePasswordAuthenticationToken
				.unauthenticated(request.getPrincipal(), null);
			copy.setDetails(request.getDetails());
			failure.setAuthenticationRequest(copy);
		}
	}

	/**
	 * Users who have signed in and were not known before need not be new: another
	 * provider can know them, such as a directory.
	 */
	private void noteNewRecord(PasswordAttempt attempt, String name) {
		if (attempt.unknown() && this.workflows.userId(name).isPresent()) {
			NewUserRecord.made();
		}
	}

	/** What a wrong password leads to. */
	private AuthenticationException refusal(UsernamePasswordAuthenticationToken login) {
		UsernamePasswordAuthenticationToken attempt = UsernamePasswordAuthenticationToken
			.unauthenticated(login.getPrincipal(), NOBODYS_PASSWORD.generateKey());
		attempt.setDetails(login.getDetails());
		try {
			this.delegate.authenticate(attempt);
		}
		catch (ProviderNotFoundException ex) {
			// There are only providers for tokens of the application's own.
		}
		catch (AuthenticationException ex) {
			return ex;
		}
		return new BadCredentialsException(SpringSecurityMessageSource.getAccessor()
			.getMessage("AbstractUserDetailsAuthenticationProvider.badCredentials", "Bad credentials"));
	}

}
