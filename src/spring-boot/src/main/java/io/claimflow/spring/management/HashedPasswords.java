package io.claimflow.spring.management;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.ClassUtils;

/**
 * Turns a password that another system has hashed into the form in which the
 * application's encoder verifies it, or refuses it: a hash that nothing verifies would
 * lock a user out.
 */
final class HashedPasswords {

	/** Verifying a higher cost takes seconds of CPU time, at every sign-in. */
	private static final int BCRYPT_COST = 15;

	private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]?\\$(\\d\\d)\\$[./0-9A-Za-z]{53}");

	private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

	private static final Pattern ARGON2 = Pattern.compile(
			"\\$argon2(?:id|i|d)\\$v=\\d+\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,172}");

	private static final int ARGON2_KIBIBYTES = 1 << 18;

	private static final String SUPPORTED = "This server verifies bcrypt, md5 without a salt, and argon2 if it has Bouncy Castle:"
			+ " let such users choose a new password";

	private final PasswordEncoder encoder;

	HashedPasswords(PasswordEncoder encoder) {
		this.encoder = encoder;
	}

	/**
	 * The form of a hash that the application's encoder verifies.
	 * @param hash the hash
	 * @param method how it was made, or null for bcrypt, and for what the application's
	 * encoder makes
	 * @param salted whether a salt came with it
	 * @throws ApiException if nothing here can verify it
	 */
	String encoded(String hash, @Nullable String method, boolean salted) {
		if (method == null && isOwn(hash)) {
			return hash;
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

	/** What a workflow gets as {@code context.auth.hashedPassword}. */
	private boolean isOwn(String hash) {
		try {
			return hash.startsWith("{") && this.encoder instanceof DelegatingPasswordEncoder
					&& !this.encoder.upgradeEncoding(hash);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
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
		return delegated("argon2@SpringSecurity_v5_8", hash);
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

}
