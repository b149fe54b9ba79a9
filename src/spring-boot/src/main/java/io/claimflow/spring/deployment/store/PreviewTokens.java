package io.claimflow.spring.deployment.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.deployment.InvalidPreviewException;
import io.claimflow.spring.deployment.Preview;
import io.claimflow.spring.deployment.Previews;
import io.claimflow.spring.jdbc.DatabaseFailures;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.dao.DataAccessException;

/**
 * The tokens of previews: what they permit, as JSON in Base64URL, a dot, and the code
 * that authenticates it with the keys of {@code claimflow.encryption}. A token is in no
 * table, so it can be made and read, and not taken back before it expires.
 */
final class PreviewTokens implements Previews {

	private static final String CONTEXT = "claimflow_preview";

	/** More than a token has. */
	private static final int LENGTH = 4096;

	private static final String FOREIGN = "The preview token was not made by this server, or was changed since";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final KeyRing keys;

	private final DeploymentRows deployments;

	PreviewTokens(KeyRing keys, DeploymentRows deployments) {
		this.keys = keys;
		this.deployments = deployments;
	}

	/** The token of a preview. */
	String token(Preview preview) {
		ObjectNode json = JSON.createObjectNode()
			.put("deployment", preview.deployment())
			.put("digest", preview.digest())
			.put("client", preview.client())
			.put("expires", preview.expiresAt().getEpochSecond());
		preview.user().ifPresent((user) -> json.put("user", user));
		byte[] content = JSON.writeValueAsBytes(json);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(content) + "."
				+ this.keys.authenticate(content, CONTEXT);
	}

	@Override
	public Preview read(String token) {
		int dot = token.indexOf('.');
		try {
			if (dot > 0 && token.length() <= LENGTH) {
				byte[] content = Base64.getUrlDecoder().decode(token.substring(0, dot));
				if (this.keys.isAuthentic(content, CONTEXT, token.substring(dot + 1))) {
					return preview(JSON.readTree(new String(content, StandardCharsets.UTF_8)));
				}
			}
		}
		catch (IllegalArgumentException | EncryptionException | JacksonException | DateTimeException ex) {
			// Nothing of it may be told.
		}
		throw new InvalidPreviewException(FOREIGN);
	}

	private static Preview preview(JsonNode json) {
		JsonNode user = json.path("user");
		return new Preview(json.path("deployment").asLong(), json.path("digest").asString(),
				json.path("client").asString(), user.isString() ? Optional.of(user.asString()) : Optional.empty(),
				Instant.ofEpochSecond(json.path("expires").asLong()));
	}

	@Override
	public boolean isOver(Preview preview) {
		try {
			return !this.deployments.now().isBefore(preview.expiresAt());
		}
		catch (DataAccessException ex) {
			throw new InvalidPreviewException(
					"Whether the preview has expired is not known: " + DatabaseFailures.describe(ex));
		}
	}

}
