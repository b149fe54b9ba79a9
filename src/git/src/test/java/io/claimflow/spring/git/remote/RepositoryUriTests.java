package io.claimflow.spring.git.remote;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for where a repository may be.
 */
class RepositoryUriTests {

	@ParameterizedTest
	@CsvSource({ "https://github.com/a/b.git, HTTPS, github.com, 443",
			"https://git.example:8443/b, HTTPS, git.example, 8443",
			"ssh://git@git.example/a/b.git, SSH, git.example, 22", "ssh://git.example:2222/b, SSH, git.example, 2222",
			"git@github.com:a/b.git, SSH, github.com, 22" })
	void aRepositoryIsBehindHttpsOrSsh(String text, RepositoryUri.Kind kind, String host, int port) {
		RepositoryUri uri = RepositoryUri.of(text);
		assertThat(uri.kind()).isEqualTo(kind);
		assertThat(uri.host()).isEqualTo(host);
		assertThat(uri.port()).isEqualTo(port);
	}

	@ParameterizedTest
	@CsvSource({ "http://github.com/a/b.git, the scheme \"http\"", "git://github.com/a/b.git, the scheme \"git\"",
			"file:///srv/git/b.git, the scheme \"file\"", "/srv/git/b.git, is a path", "../b.git, is a path",
			"ftp://h/b, the scheme \"ftp\"", "ext::sh -c sesame%, is not the URI", "amazon-s3://k@b/p, the scheme",
			"https:///a, has no host", "'', is not the URI" })
	void nothingElseIs(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> RepositoryUri.of(text))
			.withMessageContaining(reason)
			.withMessageContaining("write https://<host>/<path> or ssh://git@<host>/<path>")
			.withMessageNotContaining("sesame");
	}

	@ParameterizedTest
	@CsvSource({ "https://me:sesame@github.com/a/b.git", "https://sesame@github.com/a/b.git",
			"ssh://git:sesame@github.com/a/b.git" })
	void aSecretIsNoPartOfIt(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RepositoryUri.of(text))
			.withMessageContaining("claimflow.git.password")
			.withMessageNotContaining("sesame");
	}

}
