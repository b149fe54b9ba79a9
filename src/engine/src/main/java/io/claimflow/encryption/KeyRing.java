package io.claimflow.encryption;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

/**
 * The keys with which texts are encrypted where they rest, and content is authenticated
 * there. The active one encrypts; each of them decrypts, since an encrypted text names
 * its key: {@code <key>:<Base64URL of nonce, ciphertext and tag>}. The same holds for the
 * code that authenticates: {@code <key>:<Base64URL of an HMAC-SHA256>}. Safe for use by
 * many threads.
 */
public final class KeyRing {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final String PROPERTY = "claimflow.encryption.keys.";

	private final Map<String, SecretKey> keys;

	private final @Nullable String active;

	private KeyRing(Map<String, SecretKey> keys, @Nullable String active) {
		this.keys = keys;
		this.active = active;
	}

	/** A ring without keys, which encrypts nothing. */
	public static KeyRing empty() {
		return new KeyRing(Map.of(), null);
	}

	/**
	 * Reads keys.
	 * @param keys Base64 texts of 32 bytes, by identifiers
	 * @param active the identifier of the key that encrypts; empty if there is one key
	 * @throws EncryptionException if a key cannot be used, or the active one is not there
	 */
	public static KeyRing of(Map<String, String> keys, Optional<String> active) {
		Map<String, SecretKey> read = new LinkedHashMap<>();
		keys.forEach((id, base64) -> {
			if (!ID.matcher(id).matches()) {
				throw new EncryptionException("The identifier of a key in " + PROPERTY
						+ "* has other characters than letters, digits, '.', '_' and '-', or more than 64 of them");
			}
			read.put(id, AesGcm.key(base64)
				.orElseThrow(() -> new EncryptionException(PROPERTY + id + " is not Base64 of 32 bytes")));
		});
		return new KeyRing(Map.copyOf(read), active(read, active));
	}

	private static @Nullable String active(Map<String, SecretKey> keys, Optional<String> active) {
		if (active.isPresent() && !keys.containsKey(active.get())) {
			throw new EncryptionException("claimflow.encryption.active-key is '" + active.get() + "', but there is no "
					+ PROPERTY + active.get());
		}
		if (active.isEmpty() && keys.size() > 1) {
			throw new EncryptionException("There are " + keys.size() + " keys in " + PROPERTY
					+ "*, but claimflow.encryption.active-key does not say which of them encrypts");
		}
		return active.orElse(keys.keySet().stream().findFirst().orElse(null));
	}

	/** Whether there is no key, so that nothing can be encrypted. */
	public boolean isEmpty() {
		return this.keys.isEmpty();
	}

	/**
	 * Encrypts a text with the active key.
	 * @param text the text
	 * @param context where the text will rest; it decrypts nowhere else
	 * @throws EncryptionException if there is no key
	 */
	public String encrypt(String text, String context) {
		String active = active("encrypt");
		return encoded(active, AesGcm.encrypt(key(active), bytes(text), bytes(context)));
	}

	private String active(String verb) {
		if (this.active == null) {
			throw new EncryptionException("There is no key to " + verb + " with: set " + PROPERTY
					+ "<id> to Base64 of 32 random bytes, as 'openssl rand -base64 32' makes them");
		}
		return this.active;
	}

	private static String encoded(String id, byte[] bytes) {
		return id + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Decrypts a text with the key that it names.
	 * @param encrypted what {@link #encrypt} has made
	 * @param context the context with which it was made
	 * @throws EncryptionException if that key is not there, or is another one, or the
	 * text or the context is not what it was
	 */
	public String decrypt(String encrypted, String context) {
		String id = id(encrypted);
		SecretKey key = key(id);
		return AesGcm.decrypt(key, decoded(encrypted.substring(id.length() + 1)), bytes(context))
			.map((text) -> new String(text, StandardCharsets.UTF_8))
			.orElseThrow(() -> new EncryptionException("The key '" + id + "' does not decrypt a stored text: "
					+ PROPERTY + id + " is another key than it was, or the text was changed or moved"));
	}

	/**
	 * Authenticates content with a key that is derived from the active one: who has none
	 * of the keys cannot make the code for other content, or for another place.
	 * @param content the content
	 * @param context where the content will rest; the code holds nowhere else
	 * @return the code, to be stored beside the content
	 * @throws EncryptionException if there is no key
	 */
	public String authenticate(byte[] content, String context) {
		String active = active("authenticate");
		return encoded(active, HmacSha256.authenticate(key(active), content, bytes(context)));
	}

	/**
	 * Authenticates content with each of the keys, to find what has one of the codes.
	 * @param content the content
	 * @param context where the content rests
	 * @return the codes, of which there are none if there is no key
	 */
	public List<String> authenticateWithEach(byte[] content, String context) {
		return this.keys.entrySet()
			.stream()
			.map((key) -> encoded(key.getKey(), HmacSha256.authenticate(key.getValue(), content, bytes(context))))
			.toList();
	}

	/**
	 * Whether content and context are those for which a code was made.
	 * @param content the content
	 * @param context where it rests
	 * @param code what {@link #authenticate} has made
	 * @throws EncryptionException if the code names no key, or one that is not there
	 */
	public boolean isAuthentic(byte[] content, String context, String code) {
		String id = id(code);
		return HmacSha256.isAuthentic(key(id), content, bytes(context), decoded(code.substring(id.length() + 1)));
	}

	private static String id(String stored) {
		String id = stored.substring(0, Math.max(0, stored.indexOf(':')));
		if (!ID.matcher(id).matches()) {
			throw new EncryptionException(
					"What is stored as encrypted or authenticated does not begin with the name of a key");
		}
		return id;
	}

	/** What is not Base64 decrypts to nothing. */
	private static byte[] decoded(String base64) {
		try {
			return Base64.getUrlDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

	private SecretKey key(String id) {
		SecretKey key = this.keys.get(id);
		if (key == null) {
			throw new EncryptionException("What is stored needs the key '" + id + "', but there is no " + PROPERTY + id
					+ ": add that key again, and re-encrypt before you take it away");
		}
		return key;
	}

	/** Whether an encrypted text, or a code, names the key that encrypts now. */
	public boolean isCurrent(String encrypted) {
		return this.active != null && encrypted.startsWith(this.active + ":");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Names the keys, and never shows one. */
	@Override
	public String toString() {
		return "KeyRing[keys=" + this.keys.keySet() + ", active=" + this.active + "]";
	}

}
