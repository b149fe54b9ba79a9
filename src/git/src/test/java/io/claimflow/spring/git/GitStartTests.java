package io.claimflow.spring.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.claimflow.Limits;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for properties that end the start.
 */
class GitStartTests {

	@TempDir
	Path directory;

	private static void check(Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(Map.of("claimflow.git.uri", "https://git.example/a.git"));
		all.putAll(properties);
		GitProperties bound = new Binder(List.of(new MapConfigurationPropertySource(all)), null,
				ApplicationConversionService.getSharedInstance())
			.bindOrCreate("claimflow.git", Bindable.of(GitProperties.class));
		new GitConfiguration(bound, new DefaultSslBundleRegistry()).settings(Limits.defaults());
	}

	private static void refused(String property, String reason, Map<String, String> properties) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> check(properties))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("claimflow.git." + property);
				assertThat(ex.getReason()).contains(reason);
				assertThat(ex).asString().doesNotContain("sesame");
			});
	}

	@Test
	void whatCannotWorkIsSaidWithWhatToWrite() throws Exception {
		check(Map.of());
		refused("uri", "It has the scheme \"http\"", Map.of("claimflow.git.uri", "http://sesame.example/a.git"));
		refused("uri", "set claimflow.git.username", Map.of("claimflow.git.uri", "https://me:sesame@git.example/a"));
		refused("branch", "not the name of a branch", Map.of("claimflow.git.branch", "a..b"));
		refused("folder", "not the path of a folder", Map.of("claimflow.git.folder", "../other"));
		refused("username", "set together", Map.of("claimflow.git.password", "sesame"));
		refused("ssl-bundle", "no SSL bundle", Map.of("claimflow.git.ssl-bundle", "none"));
		refused("allowed-signers", "no such file", Map.of("claimflow.git.allowed-signers", "file:/nowhere/signers"));
		Map<String, String> ssh = new HashMap<>(Map.of("claimflow.git.uri", "git@git.example:a.git"));
		refused("known-hosts", "needs it", ssh);
		Path file = Files.writeString(this.directory.resolve("file"), "sesame");
		ssh.put("claimflow.git.known-hosts", file.toUri().toString());
		refused("private-key", "needs it", ssh);
		ssh.put("claimflow.git.private-key", file.toUri().toString());
		refused("private-key", "has no private key that can be read", ssh);
	}

}
