package io.claimflow.spring.password;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import io.claimflow.spring.observation.RecordedObservations;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.RecordedRuns;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a password stays where it is, whatever a workflow does with it.
 */
@ExtendWith(OutputCaptureExtension.class)
class PasswordSecrecyTests {

	private static final String PASSWORD = PasswordApplication.PASSWORD;

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder()
			.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
					PasswordWorkflow.source(PasswordWorkflow.EXISTING, ""))
			.property("claimflow.fetch.allow", "localhost")
			.property("claimflow.limits.log-bytes", "4KB")
			.property("logging.level.root", "INFO")
			.property("logging.level.io.claimflow", "DEBUG")
			.property("logging.level.org.springframework.security", "DEBUG")
			.with(PasswordApplication.class, FormLogin.class, SignUpForms.class, RecordedObservations.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** Every way in which the password could be seen, as it is and encoded. */
	private static List<String> forms() {
		List<String> forms = new ArrayList<>();
		String json = JsonMapper.shared().writeValueAsString(PASSWORD);
		String quoted = json.substring(1, json.length() - 1);
		String again = JsonMapper.shared().writeValueAsString(quoted);
		String encoded = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
		Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
		byte[] bytes = PASSWORD.getBytes(StandardCharsets.UTF_8);
		forms.addAll(
				List.of(PASSWORD, quoted, again.substring(1, again.length() - 1), encoded, encoded.replace("+", "%20"),
						base64.encodeToString(bytes), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
		// What there is of the password wherever it begins in a longer text.
		for (String before : List.of("x:", "xx:", "xxx:")) {
			String text = base64.encodeToString((before + PASSWORD).getBytes(StandardCharsets.UTF_8));
			forms.add(text.substring(7, text.length() - 2));
		}
		// No part of it that says something, either.
		forms.add("sw0rd");
		return forms;
	}

	@ParameterizedTest
	@ValueSource(strings = { "console.log(event);", "console.log(password); console.error(JSON.stringify(event));",
			"console.log(JSON.stringify({ body: JSON.stringify(event) }));",
			"console.log('%s and %j and %o', password, event, event);",
			"console.log('https://example.com/?p=' + encodeURIComponent(password));",
			"console.log(String(new URLSearchParams({ password })));", "console.log(base64(password));",
			"console.log(base64('a:' + password), base64('al:' + password), base64('ali:' + password));",
			"console.log('x'.repeat(4096 - 8) + password);", "console.log(new Error(password));",
			"console.log(new Map([[password, new Set([password])]]), { [password]: password });",
			"throw new Error('refused: ' + password);", "throw password;", "throw { password };",
			"throw new Error(base64(password) + encodeURIComponent(password) + JSON.stringify(password));",
			"throw new Error('x'.repeat(2000 - 8) + password);",
			"({ [password]() { throw new Error('in a function of that name'); } })[password]();",
			"await Promise.reject(new TypeError(password));", "JSON.parse(password);", "new URL(password);",
			"denyAccess(password);", "denyAccess(base64(password));", "denyAccess('x'.repeat(1000 - 8) + password);",
			"invalidateFormField(field, 'Not ' + password);", "invalidateFormField(password, password);",
			"invalidateFormField(field, JSON.stringify(event));", "invalidateFormField(field, base64(password));",
			"invalidateFormField(field, encodeURIComponent(password));",
			"await fetch('https://localhost:1/' + encodeURIComponent(password), { method: 'GET', headers: {} });",
			"await fetch('https://' + encodeURIComponent(password) + '.example/', { method: 'GET', headers: {} });",
			"await fetch(password, { method: 'GET', headers: {} });",
			"await fetch('https://localhost:1/', { method: password, headers: { [password]: password } });",
			"await post('/open/received', { password }); throw new Error('afterwards');",
			"await post('/no/such/' + encodeURIComponent(password), event); console.log('afterwards');",
			"(kinde as any)[password]();", "(globalThis as any).leak = password; leak();",
			"for (let i = 0; i < 200; i++) console.log(password);" })
	void aPasswordIsNeitherInALogNorInAnErrorNorOnAPage(String leak, CapturedOutput output) {
		String body = """
				const password = auth.password ?? auth.firstPassword;
				const field = auth.password ? "p_password" : "p_first_password";
				const base64 = (text: string) => {
				  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
				  const bits = [...unescape(encodeURIComponent(text))]
				    .map((byte) => byte.charCodeAt(0).toString(2).padStart(8, "0")).join("");
				  return bits.match(/.{1,6}/g)!.map((six) => digits[parseInt(six.padEnd(6, "0"), 2)]).join("");
				};
				%s
				""".formatted(leak);
		for (String trigger : List.of(PasswordWorkflow.EXISTING, PasswordWorkflow.NEW)) {
			server.write(PasswordWorkflow.file(trigger), PasswordWorkflow.source(trigger, body));
		}
		server.deploy();
		server.context().getBean(RecordedObservations.class).clear();
		Browser browser = new Browser(server);
		List<String> pages = new ArrayList<>();
		for (String name : List.of(PasswordApplication.KNOWN, PasswordApplication.UNKNOWN)) {
			pages.add(browser.signIn(name, PASSWORD).toString());
			pages.add(browser.get("/login?error").toString());
			pages.add(browser.get("/open/exception").body());
		}
		pages.add(browser.post("/open/sign-up", "first", PASSWORD, "second", PASSWORD).toString());
		List<WorkflowRun> runs = server.context().getBean(RecordedRuns.class).take();
		assertThat(runs).hasSize(3);
		List<String> forms = forms();
		assertThat(output.getAll()).contains("[user:existing_password_provided ", "[user:new_password_provided ")
			.doesNotContain(forms);
		RecordedObservations observations = server.context().getBean(RecordedObservations.class);
		assertThat(observations.spans("claimflow.run")).hasSize(3);
		assertThat(observations.spans().toString()).doesNotContain(forms);
		assertThat(meters()).contains("claimflow.run").doesNotContain(forms);
		assertThat(pages).allSatisfy((page) -> assertThat(page).doesNotContain(forms));
		assertThat(runs).allSatisfy((run) -> {
			assertThat(run.toString()).doesNotContain(forms);
			assertThat(run.event().toString()).doesNotContain(forms);
			assertThat(JsonMapper.shared().writeValueAsString(run.event())).doesNotContain(forms)
				.contains("******")
				.doesNotContain("$2a$");
			assertThat(run.outcome().toString()).doesNotContain(forms).doesNotContain("$2a$");
		});
		assertThat(output.getAll()).doesNotContain("$2a$");
	}

	private static String meters() {
		return server.context()
			.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map((meter) -> meter.getId().toString())
			.collect(Collectors.joining("\n"));
	}

}
