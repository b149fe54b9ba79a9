package io.claimflow.spring.management;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.claimflow.management.ApiException;
import io.claimflow.management.PasswordHashes;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Turns a password that another system has hashed into the form in which the
 * application's encoder verifies it, or refuses it: a hash that nothing verifies would
 * lock a user out.
 */
final class HashedPasswords implements PasswordHashes {

	/** Verifying a higher cost takes seconds of CPU time, at every sign-in. */
	private static final int BCRYPT_COST = 15;

	private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]?\\$(\\d\\d)\\$[./0-9A-Za-z]{53}");

	private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

	private static final Pattern ARGON2 = Pattern.compile(
			"\\$argon2(?:id|i|d)\\$v=\\d+\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,172}");

	private static final String ARGON2_ID = "argon2@SpringSecurity_v5_8";

	private static final String ARGON2_PREFIX = "{" + ARGON2_ID + "}";

	private static final int ARGON2_KIBIBYTES = 1 << 18;

	private static final String SUPPORTED = "This server verifies bcrypt, md5 without a salt, and argon2 if it has Bouncy Castle:"
			+ " let such users choose a new password";

	private final PasswordEncoder encoder;

	private final Supplier<Form> form;

	HashedPasswords(PasswordEncoder encoder) {
		this.encoder = encoder;
		this.form = SingletonSupplier.of(() -> Form.of(encoder));
	}

	@Override
	public String encoded(String hash, @Nullable String method, boolean salted) {
		if (method == null && isOwn(hash)) {
			return hash;
		}
		if (method == null && hash.startsWith("{")) {
			return prefixed(hash);
		}
		String name = (method != null) ? method.toLowerCase(Locale.ROOT) : "bcrypt";
		return switch (name) {
			// The crypt of many systems makes bcrypt hashes too
			case "bcrypt", "crypt" -> bcrypt(hash, name);
			case "md5" -> md5(hash, salted);
			case "argon2" -> argon2(hash);
			default -> throw refused("Passwords with this hashing_method cannot be verified.");
		};
	}

	/**
	 * Whether a hash is one that the application's encoder makes, such as
	 * {@code context.auth.hashedPassword}: with the same parameters, so that it costs
	 * what every other sign-in costs. The encoder itself would take any cost.
	 */
	private boolean isOwn(String hash) {
		try {
			return this.form.get().fits(hash) && !this.encoder.upgradeEncoding(hash) && isVerifiable(hash);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/** An encoder may throw for what it cannot read, at the sign-in too. */
	private boolean isVerifiable(String hash) {
		this.encoder.matches("any", hash);
		return true;
	}

	private String bcrypt(String hash, String method) {
		var parts = BCRYPT.matcher(hash);
		if (!parts.matches()) {
			throw refused(
					"The hashed_password is none of " + (method.equals("crypt") ? "crypt with bcrypt." : "bcrypt."));
		}
		int cost = Integer.parseInt(parts.group(1));
		if (cost < 4 || cost > BCRYPT_COST) {
			throw refused("The hashed_password has the cost " + cost + ", which is not from 4 to " + BCRYPT_COST + ".");
		}
		return (this.encoder instanceof BCryptPasswordEncoder) ? hash : delegated("bcrypt", hash);
	}

	/**
	 * What a {@link DelegatingPasswordEncoder} elsewhere has made: bounded like a hash
	 * without the identifier.
	 */
	private String prefixed(String hash) {
		int end = hash.indexOf('}') + 1;
		String bare = hash.substring(end);
		return switch (hash.substring(0, end)) {
			case "{bcrypt}" -> bcrypt(bare, "bcrypt");
			case ARGON2_PREFIX -> argon2(bare);
			default -> throw refused("The hashed_password is in no form that this server takes.");
		};
	}

	/** Spring Security puts a salt in braces before it hashes it, so no other fits. */
	private String md5(String hash, boolean salted) {
		if (salted) {
			throw refused("The hashed_password is salted.");
		}
		if (!MD5.matcher(hash).matches()) {
			throw refused("The hashed_password is not the hexadecimal form of MD5.");
		}
		return delegated("MD5", hash.toLowerCase(Locale.ROOT));
	}

	private String argon2(String hash) {
		var parts = ARGON2.matcher(hash);
		if (!parts.matches()) {
			throw refused("The hashed_password is not the encoded form of Argon2.");
		}
		if (Integer.parseInt(parts.group(1)) > ARGON2_KIBIBYTES || Integer.parseInt(parts.group(2)) > 16) {
			throw refused("The hashed_password takes more than 256 MiB or 16 passes to verify.");
		}
		if (!ClassUtils.isPresent("org.bouncycastle.crypto.params.Argon2Parameters", getClass().getClassLoader())) {
			throw refused("Argon2 needs Bouncy Castle, which is not there.");
		}
		return delegated(ARGON2_ID, hash);
	}

	/** An encoder that does not know the identifier throws, at the sign-in too. */
	private String delegated(String id, String hash) {
		if (!(this.encoder instanceof DelegatingPasswordEncoder)) {
			throw refused("The application's PasswordEncoder takes no hashes of other systems.");
		}
		String prefix = "{" + id + "}";
		try {
			this.encoder.matches("any", prefix);
			return prefix + hash;
		}
		catch (IllegalArgumentException ex) {
			throw refused("The application's PasswordEncoder knows no {" + id + "}.");
		}
	}

	private static ApiException refused(String found) {
		return new ApiException(400, "PASSWORD_HASH_UNSUPPORTED", found + " " + SUPPORTED);
	}

	/**
	 * The form of the hashes that an encoder makes: what is between the dollar signs is
	 * either the same in each of them, such as the cost, or of the same length.
	 *
	 * @param one a hash
	 * @param other a hash of another password
	 */
	private record Form(String[] one, String[] other) {

		static Form of(PasswordEncoder encoder) {
			return new Form(parts(encoder.encode("one")), parts(encoder.encode("two")));
		}

		private static String[] parts(@Nullable String hash) {
			String text = Objects.requireNonNull(hash);
			int prefix = text.startsWith("{") ? text.indexOf('}') + 1 : 0;
			return (text.substring(0, prefix) + "$" + text.substring(prefix)).split("\\$", -1);
		}

		boolean fits(String hash) {
			String[] parts = parts(hash);
			if (parts.length != this.one.length || parts.length != this.other.length) {
				return false;
			}
			for (int i = 0; i < parts.length; i++) {
				if (this.one[i].equals(this.other[i]) ? !parts[i].equals(this.one[i])
						: parts[i].length() != this.one[i].length()) {
					return false;
				}
			}
			return true;
		}

	}

}
