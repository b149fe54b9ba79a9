package io.claimflow.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the file of others' code that test files run with.
 */
class MatchersTests {

	@Test
	void theFileIsTheOneThatItsRecipeMakes() throws Exception {
		byte[] file = Files.readAllBytes(Path.of("src/main/resources/io/claimflow/testing/expect.js"));
		assertThat(Path.of("expect/README.md")).content()
			.contains("sha256 " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
		assertThat(Path.of("src/main/resources/io/claimflow/testing/expect.LICENSE.txt")).content()
			.contains("chai 6.3.0 (MIT)", "@vitest/expect 5.1.1 (MIT)");
	}

}
