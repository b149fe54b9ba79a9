package io.claimflow.spring.git;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a call comes from a git server that shares a secret. GitHub, Gitea and
 * Forgejo send an HMAC-SHA256 of the body, GitLab the secret itself. All comparisons take
 * the same time.
 */
final class WebhookSignature {

	private static final String ALGORITHM = "HmacSHA256";

	private static final String GITHUB = "X-Hub-Signature-256";

	private static final String GITHUB_PREFIX = "sha256=";

	private static final List<String> HEXADECIMAL = List.of("X-Gitea-Signature", "X-Forgejo-Signature");

	private static final String GITLAB = "X-Gitlab-Token";

	private final byte[] secret;

	WebhookSignature(String secret) {
		this.secret = secret.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Why a call is not to be believed, or empty if it is.
	 * @param header returns a header of the call, or null
	 * @param body the body, as it came
	 */
	Optional<String> fault(Function<String, @Nullable String> header, byte[] body) {
		boolean signed = false;
		String github = header.apply(GITHUB);
		if (github != null) {
			if (!github.startsWith(GITHUB_PREFIX) || !isOf(body, github.substring(GITHUB_PREFIX.length()))) {
				return wrong(GITHUB);
			}
			signed = true;
		}
		for (String name : HEXADECIMAL) {
			String value = header.apply(name);
			if (value != null) {
				if (!isOf(body, value)) {
					return wrong(name);
				}
				signed = true;
			}
		}
		String token = header.apply(GITLAB);
		if (token != null) {
			if (!MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), this.secret)) {
				return wrong(GITLAB);
			}
			signed = true;
		}
		return signed ? Optional.empty()
				: Optional.of("There is no signature: set the secret of the webhook at the git server");
	}

	private static Optional<String> wrong(String header) {
		return Optional.of("The header " + header + " is not that of claimflow.git.webhook.secret");
	}

	private boolean isOf(byte[] body, String signature) {
		byte[] expected = HexFormat.of().formatHex(hmac(body)).getBytes(StandardCharsets.US_ASCII);
		return MessageDigest.isEqual(expected, signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
	}

	private byte[] hmac(byte[] body) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(this.secret, ALGORITHM));
			return mac.doFinal(body);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Java has no " + ALGORITHM, ex);
		}
	}

}
