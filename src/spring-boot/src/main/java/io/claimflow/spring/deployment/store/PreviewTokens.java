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
 * table; its number leads to the row that says whether it was revoked.
 */
final class PreviewTokens implements Previews {

	private static final String CONTEXT = "claimflow_preview";

	/** More than a token has. */
	private static final int LENGTH = 4096;

	private static final String FOREIGN = "The preview token was not made by this server, or was changed since";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final KeyRing keys;

	private final DeploymentRows deployments;

	private final PreviewRows previews;

	PreviewTokens(KeyRing keys, DeploymentRows deployments, PreviewRows previews) {
		this.keys = keys;
		this.deployments = deployments;
		this.previews = previews;
	}

	/** The token of a preview. */
	String token(Preview preview) {
		ObjectNode json = JSON.createObjectNode()
			.put("preview", preview.number())
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
		return new Preview(json.path("preview").asLong(), json.path("deployment").asLong(),
				json.path("digest").asString(), json.path("client").asString(),
				user.isString() ? Optional.of(user.asString()) : Optional.empty(),
				Instant.ofEpochSecond(json.path("expires").asLong()));
	}

	@Override
	public boolean isOver(Preview preview) {
		try {
			if (preview.number() != 0) {
				checkNotRevoked(preview);
			}
			return !this.deployments.now().isBefore(preview.expiresAt());
		}
		catch (TamperedDeploymentException ex) {
			throw new InvalidPreviewException("The preview cannot be used: its row was tampered with");
		}
		catch (DataAccessException ex) {
			throw new InvalidPreviewException(
					"Whether the preview has expired is not known: " + DatabaseFailures.describe(ex));
		}
	}

	/** A row that is gone was removed after the preview had expired, or by a stranger. */
	private void checkNotRevoked(Preview preview) {
		MadePreview made = this.previews.find(preview.number())
			.filter((found) -> found.preview().equals(preview))
			.orElseThrow(() -> new InvalidPreviewException("The preview is not known any more: ask for another one"));
		if (made.revocation().isPresent()) {
			throw new InvalidPreviewException("The preview was revoked: ask for another one");
		}
	}

}
