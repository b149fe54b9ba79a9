package io.claimflow.spring.deployment.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.InvalidProjectException;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.artifact.InvalidArtifactException;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.http.RefusedCallException;
import jakarta.servlet.http.HttpServletRequest;

/**
 * A reader of uploads: of artifacts, and of projects, which it builds. What it lets pass
 * can be loaded by this server.
 */
final class Uploads {

	/** RFC 9530. */
	private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]{1,100}):");

	private static final List<String> DIGESTS = List.of("Content-Digest", "Repr-Digest");

	private final WorkflowEngine engine;

	private final ArtifactReader artifacts;

	private final ZippedProjects projects;

	private final int maximum;

	Uploads(WorkflowEngine engine, ArtifactReader artifacts, ZippedProjects projects, int maximum) {
		this.engine = engine;
		this.artifacts = artifacts;
		this.projects = projects;
		this.maximum = maximum;
	}

	/**
	 * Reads the body of a request.
	 * @throws RefusedCallException if it cannot be a deployment
	 */
	BuiltArtifact read(HttpServletRequest request) {
		byte[] bytes = bytes(request);
		checkDigest(request, bytes);
		try {
			boolean built = ArtifactReader.isArtifact(bytes);
			Artifact artifact = built ? this.artifacts.read(new ByteArrayInputStream(bytes))
					: this.engine.build(this.projects.read(bytes));
			try (LoadedProject loaded = this.engine.load(artifact)) {
				return new BuiltArtifact(artifact.digest(), built ? bytes : ArtifactWriter.bytes(artifact),
						loaded.verified(), loaded.warnings());
			}
		}
		catch (InvalidProjectException ex) {
			throw new RefusedCallException(422, "Refused", "The project has problems: " + ex.problems().size(),
					Map.of("state", "REFUSED", "problems", Responses.problems(ex.problems())));
		}
		catch (InvalidArtifactException ex) {
			throw new RefusedCallException(422, "Refused", String.valueOf(ex.getMessage()), Map.of("state", "REFUSED",
					"problems", List.of(Map.of("message", ex.found(), "action", ex.action()))));
		}
		catch (IOException ex) {
			throw new RefusedCallException(422, "Refused", "The body is no zip file that can be read to its end",
					Map.of("state", "REFUSED"));
		}
	}

	private byte[] bytes(HttpServletRequest request) {
		if (request.getContentLengthLong() > this.maximum) {
			throw tooLarge();
		}
		byte[] bytes;
		try {
			bytes = request.getInputStream().readNBytes(this.maximum + 1);
		}
		catch (IOException ex) {
			throw new RefusedCallException(400, "Bad request", "The upload ended early; nothing was stored");
		}
		if (bytes.length > this.maximum) {
			throw tooLarge();
		}
		if (bytes.length == 0) {
			throw new RefusedCallException(400, "Bad request",
					"The body is empty: send an artifact, or a zipped project");
		}
		return bytes;
	}

	private RefusedCallException tooLarge() {
		return new RefusedCallException(413, "Too large", ("The body has more than %d bytes: send less, or an operator"
				+ " raises claimflow.deployments.http.upload-size")
			.formatted(this.maximum));
	}

	private static void checkDigest(HttpServletRequest request, byte[] bytes) {
		for (String header : DIGESTS) {
			List<String> values = new ArrayList<>(Collections.list(request.getHeaders(header)));
			Matcher expected = SHA_256.matcher(String.join(",", values));
			while (expected.find()) {
				byte[] digest = decode(header, expected.group(1));
				if (!MessageDigest.isEqual(digest, sha256(bytes))) {
					throw new RefusedCallException(400, "Bad request",
							"The body is not the one of " + header + ": it was changed on its way. Send it again");
				}
			}
		}
	}

	private static byte[] decode(String header, String text) {
		try {
			return Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedCallException(400, "Bad request", "The sha-256 of " + header + " is no Base64");
		}
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Java has no SHA-256", ex);
		}
	}

}
