package io.claimflow.demo;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Editing a workflow while the demo runs.
 */
class ReloadTests {

	@Test
	void theNextTokenIsMadeByTheEditedWorkflow(@TempDir Path folder) throws Exception {
		FileSystemUtils.copyRecursively(Path.of("workflows"), folder);
		Path workflow = folder.resolve("kindeSrc/environment/workflows/machineToken/MachineTokenWorkflow.ts");
		String source = Files.readString(workflow);
		try (ConfigurableApplicationContext demo = SpringApplication.run(DemoApplication.class, "--server.port=0",
				"--spring.datasource.url=jdbc:h2:mem:reload", "--claimflow.project=file:" + folder,
				"--claimflow.reload=true")) {
			String tokenUrl = demo.getBean(DemoAddress.class).url("/oauth2/token");
			assertThat(token(tokenUrl).getClaims()).containsEntry("environment", "demo").doesNotContainKey("edited");

			Files.writeString(workflow,
					source.replace("token.environment =", "token.edited = true;\n  token.environment ="));
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(token(tokenUrl).getClaims()).containsEntry("edited", true));

			Files.writeString(workflow, source.replace("export default", "export defoult"));
			PlainBrowser browser = new PlainBrowser();
			URI signIn = URI.create(demo.getBean(DemoAddress.class).url("/demo/sign-in"));
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(browser.signIn(signIn).html())
					.contains("The workflows as they were saved last are refused", "MachineTokenWorkflow.ts:"));
			assertThat(browser.submit(browser.signIn(signIn), "/demo/refresh", Map.of()).html()).contains("are refused")
				.doesNotContain("These are new tokens");

			Files.writeString(workflow, source);
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(token(tokenUrl).getClaims()).containsEntry("environment", "demo")
					.doesNotContainKey("edited"));
		}
	}

	private static JWTClaimsSet token(String tokenUrl) throws Exception {
		Map<String, Object> response = RestClient.create(tokenUrl)
			.post()
			.headers((headers) -> headers.setBasicAuth(DemoAccounts.MACHINE_CLIENT, DemoAccounts.MACHINE_SECRET))
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("grant_type=client_credentials")
			.retrieve()
			.body(new ParameterizedTypeReference<>() {
			});
		return SignedJWT.parse((String) response.get("access_token")).getJWTClaimsSet();
	}

}
