package io.claimflow.spring.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Projects that change as a whole, when a link is turned.
 */
class TurnedLinkTests {

	private static final String WORKFLOW = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	@TempDir
	Path folder;

	private Path release(String name, String version) throws IOException {
		Path release = this.folder.resolve(name);
		Files.createDirectories(release.resolve(WORKFLOW).getParent());
		Files.writeString(release.resolve("kinde.json"), "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
		Files.writeString(release.resolve(WORKFLOW), """
				import { m2mTokenClaims } from "@kinde/infrastructure";
				export const workflowSettings = { id: "m2m", trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {} } };
				export default async function () { m2mTokenClaims<any>().version = "%s"; }
				""".formatted(version));
		return release;
	}

	/** As {@code ln -sfn} and Kubernetes do it: no moment is without the link. */
	private static void turn(Path link, Path target) throws IOException {
		Path fresh = link.resolveSibling(link.getFileName() + "_tmp");
		Files.createSymbolicLink(fresh, target);
		Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private AuthServer start(Path project) {
		return AuthServer.builder()
			.m2m("")
			.property("claimflow.project", "file:" + project)
			.property("claimflow.reload", true)
			.start();
	}

	private static void awaitVersion(AuthServer server, String version) {
		await()
			.untilAsserted(() -> assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims())
				.containsEntry("version", version));
	}

	@Test
	void aMountedConfigMapIsDeployedWhenKubernetesChangesIt() throws Exception {
		Path mount = Files.createDirectory(this.folder.resolve("mount"));
		Path first = release("mount/..2026_11_30_01", "first");
		turn(mount.resolve("..data"), Path.of("..2026_11_30_01"));
		for (String entry : new String[] { "kinde.json", "kindeSrc" }) {
			Files.createSymbolicLink(mount.resolve(entry), Path.of("..data", entry));
		}
		try (AuthServer server = start(mount)) {
			awaitVersion(server, "first");
			release("mount/..2026_11_30_02", "second");
			turn(mount.resolve("..data"), Path.of("..2026_11_30_02"));
			FileSystemUtils.deleteRecursively(first);
			awaitVersion(server, "second");
		}
	}

	@Test
	void aReleaseIsDeployedWhenTheLinkToItIsTurned() throws Exception {
		Path current = this.folder.resolve("current");
		turn(current, release("releases/1", "first"));
		try (AuthServer server = start(current)) {
			awaitVersion(server, "first");
			turn(current, release("releases/2", "second"));
			awaitVersion(server, "second");
			turn(current, this.folder.resolve("releases/1"));
			awaitVersion(server, "first");
		}
	}

}
