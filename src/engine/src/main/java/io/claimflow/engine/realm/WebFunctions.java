package io.claimflow.engine.realm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

import io.claimflow.binding.HostFunctionException;
import org.jspecify.annotations.Nullable;

/**
 * What the web APIs of a realm need of the host: random numbers, digests and Base64. They
 * reach nothing outside. Bytes cross as a string with a character for each.
 */
final class WebFunctions {

	static final RandomGenerator RANDOM = new SecureRandom();

	private static final Set<String> DIGESTS = Set.of("SHA-1", "SHA-256", "SHA-384", "SHA-512");

	/** What the Web Cryptography API allows at once. */
	private static final int RANDOM_BYTES = 65536;

	private WebFunctions() {
	}

	/**
	 * Calls a function.
	 * @param random where random bytes and UUIDs come from
	 * @param arguments its name, and then its arguments
	 * @return the result, or null if there is none for the arguments
	 */
	static @Nullable String call(RandomGenerator random, List<String> arguments) {
		return switch (arguments.get(0)) {
			case "random" -> text(random(random, Integer.parseInt(arguments.get(1))));
			case "uuid" -> uuid(random(random, 16)).toString();
			case "digest" -> digest(arguments.get(1).toUpperCase(Locale.ROOT), arguments.get(2));
			case "importKey" -> WebCrypto.importKey(arguments.subList(1, arguments.size()));
			case "generateKey" -> WebCrypto.generateKey(arguments.subList(1, arguments.size()));
			case "raw" -> WebCrypto.raw(arguments.subList(1, arguments.size()));
			case "jwk" -> WebCrypto.jwk(arguments.subList(1, arguments.size()));
			case "sign" -> WebCrypto.sign(arguments.subList(1, arguments.size()));
			case "verify" -> WebCrypto.verify(arguments.subList(1, arguments.size()));
			case "atob" -> atob(arguments.get(1));
			case "btoa" -> btoa(arguments.get(1));
			default -> throw new HostFunctionException("There is no function '" + arguments.get(0) + "'");
		};
	}

	private static byte[] random(RandomGenerator random, int length) {
		if (length > RANDOM_BYTES) {
			throw new HostFunctionException("There are at most " + RANDOM_BYTES + " random bytes at once");
		}
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

	/** A UUID of version 4 (RFC 9562, section 5.4). */
	private static UUID uuid(byte[] random) {
		ByteBuffer bytes = ByteBuffer.wrap(random);
		return new UUID((bytes.getLong() & ~0xF000L) | 0x4000L, (bytes.getLong() & ~(0xC0L << 56)) | (0x80L << 56));
	}

	private static @Nullable String digest(String algorithm, String bytes) {
		if (!DIGESTS.contains(algorithm)) {
			return null;
		}
		try {
			return text(MessageDigest.getInstance(algorithm).digest(bytes.getBytes(StandardCharsets.ISO_8859_1)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The "forgiving-base64 decode" of the Infra Standard. */
	private static @Nullable String atob(String text) {
		try {
			return text(Base64.getDecoder().decode(text.replaceAll("[\\t\\n\\f\\r ]", "")));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable String btoa(String bytes) {
		boolean latin1 = bytes.chars().allMatch((character) -> character <= 0xFF);
		return latin1 ? Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1)) : null;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
