package io.claimflow.spring.mfa;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the trigger {@code user:pre_mfa}.
 *
 * @param everySignIn Whether the workflow of user:pre_mfa runs for every sign-in, and can
 * ask for a second factor that no rule of the application asks for.
 * @param factors Second factors that the workflow can ask for, such as ott or webauthn:
 * those that the application has pages for.
 */
@ConfigurationProperties("claimflow.mfa")
record MfaProperties(@DefaultValue("false") boolean everySignIn, @Nullable List<String> factors) {

	MfaProperties {
		factors = (factors != null) ? factors.stream().map(MfaProperties::authority).toList() : List.of();
	}

	private static String authority(String factor) {
		String name = factor.strip().toUpperCase(Locale.ROOT);
		return name.startsWith(Factors.PREFIX) ? name : Factors.PREFIX + name;
	}

	/** The second factors, of which there may be none. */
	@Override
	public List<String> factors() {
		return (this.factors != null) ? this.factors : List.of();
	}

}
