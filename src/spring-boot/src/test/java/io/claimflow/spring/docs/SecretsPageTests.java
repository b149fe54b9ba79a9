package io.claimflow.spring.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.claimflow.encryption.SecureBody;
import io.claimflow.spring.jdbc.EnvironmentVariable;
import io.claimflow.spring.jdbc.EnvironmentVariables;
import io.claimflow.spring.jdbc.WorkflowKey;
import io.claimflow.spring.jdbc.WorkflowKeys;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs what the page on secrets shows, with a database, and with Node.js if it is there.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsPageTests {

	private static final Page PAGE = Page.named("docs/secrets.md");

	private static final String KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

	@Test
	void variablesAndKeysAreKeptInADatabase(CapturedOutput output) throws Exception {
		try (AuthServer server = AuthServer.builder()
			.m2m("m2mTokenClaims<any>().length = getEnvironmentVariable('CRM_KEY').value.length;")
			.property("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID())
			.property("claimflow.encryption.keys.k1", KEY)
			.with(JavaSamples.load("VaultConfiguration"), JavaSamples.load("VariableConfiguration"),
					JavaSamples.load("WorkflowKeyConfiguration"))
			.start()) {
			assertThat(output).contains("CRM_KEY Optional.empty", "PLAN Optional[pro]");
			assertThat(server.context().getBean(EnvironmentVariables.class).list())
				.extracting(EnvironmentVariable::name)
				.containsExactly("CRM_KEY");
			assertThat(server.context().getBean(WorkflowKeys.class).list("audit")).singleElement()
				.extracting(WorkflowKey::active)
				.isEqualTo(true);
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims())
				.containsEntry("length", 1);
		}
	}

	@Test
	void theReceiverInJavaDecrypts() throws Exception {
		var constructor = JavaSamples.load("AuditReceiver").getDeclaredConstructor();
		constructor.setAccessible(true);
		Object receiver = constructor.newInstance();
		var receive = receiver.getClass().getDeclaredMethod("receive", String.class);
		receive.setAccessible(true);
		assertThat(receive.invoke(receiver, SecureBody.encrypt(KEY, "Zoë"))).isEqualTo("Zoë");
	}

	/**
	 * Skipped where there is no Node.js: nothing else on the build machine has Web
	 * Crypto.
	 */
	@Test
	void theReceiverInJavaScriptDecrypts(@TempDir Path directory) throws Exception {
		assumeThat(version()).as("Node.js 18 or later").isGreaterThanOrEqualTo(18);
		String text = "{\"name\":\"Zoë 🔑\"}";
		byte[] tagLast = Base64.getUrlDecoder().decode(SecureBody.encrypt(KEY, text));
		byte[] tagFirst = tagLast.clone();
		System.arraycopy(tagLast, tagLast.length - 16, tagFirst, 12, 16);
		System.arraycopy(tagLast, 12, tagFirst, 28, tagLast.length - 28);
		StringBuilder script = new StringBuilder(PAGE.samples("js").get(0).code());
		for (byte[] body : new byte[][] { tagLast, tagFirst }) {
			for (Base64.Encoder encoder : new Base64.Encoder[] { Base64.getEncoder(), Base64.getUrlEncoder(),
					Base64.getUrlEncoder().withoutPadding() }) {
				script.append("console.log(await decrypt('%s', '%s'));\n".formatted(KEY, encoder.encodeToString(body)));
			}
		}
		tagLast[20] ^= 1;
		script.append("console.log(await decrypt('%s', '%s').catch(() => 'refused'));\n".formatted(KEY,
				Base64.getEncoder().encodeToString(tagLast)));
		Path file = Files.writeString(directory.resolve("decrypt.mjs"), script);
		assertThat(output("node", file.toString()).lines()).containsExactly(text, text, text, text, text, text,
				"refused");
	}

	private static int version() {
		try {
			return Integer.parseInt(output("node", "--version").strip().replaceAll("^v|\\..*", ""));
		}
		catch (IOException | NumberFormatException ex) {
			return 0;
		}
	}

	private static String output(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		process.onExit().orTimeout(60, TimeUnit.SECONDS).exceptionally((late) -> process.destroyForcibly());
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
