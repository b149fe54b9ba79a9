package io.claimflow.spring.password;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.spring.password.Browser.Answer;
import io.claimflow.spring.password.PasswordApplication.CountingEncoder;
import io.claimflow.spring.password.PasswordApplication.Events;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.RecordedRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for workflows that see the password of a login.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExistingPasswordTests {

	private static final String KNOWN = PasswordApplication.KNOWN;

	private static final String UNKNOWN = PasswordApplication.UNKNOWN;

	private static final String PASSWORD = PasswordApplication.PASSWORD;

	private static final String KNOWN_AND_RIGHT = KNOWN + ", '" + PASSWORD + "', true";

	private static final String WRONG = "not it, whatever it is";

	private static AuthServer server;

	private Browser browser;

	@BeforeAll
	static void start() {
		server = builder().start();
		// Spring Security prepares its comparison for unknown users once.
		new Browser(server).signIn(UNKNOWN, WRONG);
	}

	private static AuthServer.Builder builder() {
		return AuthServer.builder()
			.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
					PasswordWorkflow.source(PasswordWorkflow.EXISTING, ""))
			.property("claimflow.fetch.allow", "localhost")
			.with(PasswordApplication.class, FormLogin.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void open() {
		this.browser = new Browser(server);
		server.context().getBean(RecordedRuns.class).take();
		server.context().getBean(Endpoints.class).take();
	}

	private static void workflow(String failurePolicy, String body) {
		server.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
				PasswordWorkflow.source(PasswordWorkflow.EXISTING, failurePolicy, body));
		server.deploy();
	}

	@ParameterizedTest
	@CsvSource({ KNOWN_AND_RIGHT, KNOWN + ", not it, false", UNKNOWN + ", not it, false" })
	void theWorkflowSeesThePasswordOfEachAttemptOnce(String name, String password, boolean signedIn) {
		workflow("stop", "await post('/open/received', event);");
		boolean known = name.equals(KNOWN);
		this.browser.signIn(name, password);
		assertThat(this.browser.isSignedIn()).isEqualTo(signedIn);
		assertThat(server.context().getBean(Endpoints.class).take()).singleElement().satisfies((event) -> {
			assertThat(event.get("request"))
				.isEqualTo(Map.of("ip", "127.0.0.1", "userAgent", "test-agent", "authUrlParams", Map.of()));
			Map<?, ?> context = (Map<?, ?>) event.get("context");
			Map<?, ?> auth = (Map<?, ?>) context.get("auth");
			assertThat(auth.keySet())
				.isEqualTo(Set.of("providedEmail", "password", "hashedPassword", "hasUserRecordInKinde"));
			assertThat(auth.get("providedEmail")).isEqualTo(name);
			assertThat(auth.get("password")).isEqualTo(password);
			assertThat(auth.get("hasUserRecordInKinde")).isEqualTo(known);
			assertThat(server.context()
				.getBean(CountingEncoder.class)
				.matches(password, (String) auth.get("hashedPassword"))).isTrue();
			assertThat(context.get("user")).isEqualTo(known ? Map.of("id", KNOWN) : null);
			assertThat(context.get("application")).isEqualTo(Map.of());
			assertThat(context.get("domains")).isEqualTo(Map.of("kindeDomain", server.url("")));
			assertThat(context.get("workflow")).isEqualTo(Map.of("trigger", PasswordWorkflow.EXISTING));
		});
		assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(1);
	}

	@Test
	void theEventTellsOfTheAuthorizationRequestThatTheUserComesFrom() {
		workflow("stop", "await post('/open/received', event);");
		String redirect = this.browser
			.get("/oauth2/authorize?response_type=code&client_id=" + AuthServerConfiguration.JWT
					+ "&scope=read&state=s-1&org_code=org_1&redirect_uri=" + AuthServer.REDIRECT_URI)
			.location();
		assertThat(redirect).endsWith("/login");
		this.browser.signIn(KNOWN, PASSWORD);
		Map<String, Object> event = server.context().getBean(Endpoints.class).take().get(0);
		assertThat(((Map<?, ?>) event.get("request")).get("authUrlParams")).isEqualTo(
				Map.of("clientId", AuthServerConfiguration.JWT, "state", "s-1", "orgCode", "org_1", "redirectUri",
						AuthServer.REDIRECT_URI, "redirectURL", AuthServer.REDIRECT_URI, "scope", List.of("read")));
		assertThat(((Map<?, ?>) event.get("context")).get("application"))
			.isEqualTo(Map.of("clientId", AuthServerConfiguration.JWT));
	}

	@Test
	void aUserThatTheWorkflowCreatesSignsInWithTheSameAttempt() {
		workflow("stop", """
				if (auth.hasUserRecordInKinde || auth.password !== "legacy-secret") return;
				await post("/open/users", { email: auth.providedEmail, hash: auth.hashedPassword });
				""");
		String name = "carol@example.com";
		this.browser.signIn(name, WRONG);
		assertThat(this.browser.isSignedIn()).isFalse();
		this.browser.signIn(name, "legacy-secret");
		assertThat(this.browser.isSignedIn()).isTrue();
		Browser later = new Browser(server);
		workflow("stop", "if (!auth.hasUserRecordInKinde) denyAccess('gone');");
		later.signIn(name, "legacy-secret");
		assertThat(later.isSignedIn()).isTrue();
	}

	@Test
	void aUserIsNewInTheSignInThatCreatesThemAndInNoOther() {
		String create = """
				if (!auth.hasUserRecordInKinde && auth.password === "legacy-secret")
				  await post("/open/users", { email: auth.providedEmail, hash: auth.hashedPassword });
				""";
		String signIn = "user:post_authentication";
		try (AuthServer moving = builder()
			.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
					PasswordWorkflow.source(PasswordWorkflow.EXISTING, create))
			.write(PasswordWorkflow.file(signIn), PasswordWorkflow.source(signIn, ""))
			.start()) {
			for (String name : List.of("carol@example.com", "carol@example.com", KNOWN)) {
				new Browser(moving).signIn(name, name.equals(KNOWN) ? PASSWORD : "legacy-secret");
			}
			assertThat(moving.context().getBean(RecordedRuns.class).take())
				.filteredOn((run) -> run.workflow().trigger().id().equals(signIn))
				.extracting("event.context.auth.isNewUserRecordCreated")
				.containsExactly(true, false, false);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "denyAccess('go away');", "denyAccess('go away'); throw new Error('too');",
			"throw new Error('broken');", "await new Promise(() => {});" })
	void aRefusalLooksLikeAWrongPassword(String refusal) {
		for (String name : List.of(KNOWN, UNKNOWN)) {
			workflow("stop", "");
			Attempt wrong = new Attempt(name, WRONG);
			workflow("stop", refusal);
			assertThat(new Attempt(name, PASSWORD)).isEqualTo(wrong);
			assertThat(new Attempt(name, WRONG)).isEqualTo(wrong);
		}
		workflow("stop", "");
		assertThat(new Attempt(UNKNOWN, WRONG).withoutName()).isEqualTo(new Attempt(KNOWN, WRONG).withoutName());
	}

	@Test
	void aRunThatTakesTooLongLooksLikeAWrongPassword(CapturedOutput output) {
		try (AuthServer impatient = builder().property("claimflow.limits.deadline", "300ms").start()) {
			Browser wrong = new Browser(impatient);
			Answer answer = wrong.signIn(KNOWN, WRONG);
			impatient.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
					PasswordWorkflow.source(PasswordWorkflow.EXISTING, "for (;;) {}"));
			impatient.deploy();
			Browser slow = new Browser(impatient);
			assertThat(slow.signIn(KNOWN, PASSWORD).visible()).isEqualTo(answer.visible());
			assertThat(slow.get("/login?error").visible()).isEqualTo(wrong.get("/login?error").visible());
			assertThat(slow.isSignedIn()).isFalse();
			assertThat(output).contains("(DEADLINE, policy STOP)");
		}
	}

	@Test
	void aWorkflowThatMayFailLeavesTheLoginAsItIs() {
		workflow("continue", "throw new Error('broken');");
		this.browser.signIn(KNOWN, WRONG);
		assertThat(this.browser.isSignedIn()).isFalse();
		this.browser.signIn(KNOWN, PASSWORD);
		assertThat(this.browser.isSignedIn()).isTrue();
	}

	@Test
	void aDenialHoldsEvenIfTheWorkflowMayFail() {
		workflow("continue", "denyAccess('no'); throw new Error('broken');");
		this.browser.signIn(KNOWN, PASSWORD);
		assertThat(this.browser.isSignedIn()).isFalse();
	}

	@Test
	void anErrorAtAFieldReachesTheFormAndTheFailureHandler() {
		workflow("stop", "invalidateFormField('p_password', 'Old <passwords> have expired');");
		Answer answer = this.browser.signIn(KNOWN, PASSWORD);
		assertThat(answer.location()).endsWith("/login?error");
		assertThat(this.browser.get("/open/exception").body())
			.isEqualTo("InvalidFormFieldsException: Old <passwords> have expired"
					+ " [FieldError[field=p_password, message=Old <passwords> have expired]]");
		assertThat(this.browser.isSignedIn()).isFalse();
	}

	@Test
	void anErrorAtAFieldCostsWhatAWrongPasswordCosts() {
		CountingEncoder encoder = server.context().getBean(CountingEncoder.class);
		Events events = server.context().getBean(Events.class);
		workflow("continue", "invalidateFormField('p_password', 'Expired'); throw new Error('and broken');");
		for (String name : List.of(KNOWN, UNKNOWN)) {
			encoder.take();
			events.take();
			this.browser.signIn(name, PASSWORD);
			assertThat(encoder.take()).containsExactly("matches");
			assertThat(events.take()).containsExactly("AuthenticationFailureBadCredentialsEvent " + name);
		}
	}

	@Test
	void aHashIsMadeOnceAndIfItIsRead() {
		CountingEncoder encoder = server.context().getBean(CountingEncoder.class);
		workflow("stop",
				"if (auth.providedEmail === '%s') await post('/open/received', [auth.hashedPassword, auth.hashedPassword]);"
					.formatted(KNOWN));
		this.browser.signIn(UNKNOWN, WRONG);
		encoder.take();
		this.browser.signIn(KNOWN, WRONG);
		assertThat(encoder.take()).containsExactly("encode", "matches");
		this.browser.signIn(UNKNOWN, WRONG);
		assertThat(encoder.take()).containsExactly("matches");
	}

	@Test
	void aPasswordThatIsTooLongForTheEncoderHasNoHash() {
		workflow("stop", "await post('/open/received', { hash: auth.hashedPassword ?? 'none' });");
		this.browser.signIn(KNOWN, "x".repeat(100));
		assertThat(server.context().getBean(Endpoints.class).take()).containsExactly(Map.of("hash", "none"));
		assertThat(this.browser.isSignedIn()).isFalse();
	}

	@Test
	void withoutAWorkflowALoginCostsWhatItCosts() {
		try (AuthServer idle = AuthServer.builder().m2m("").with(PasswordApplication.class, FormLogin.class).start()) {
			CountingEncoder encoder = idle.context().getBean(CountingEncoder.class);
			encoder.take();
			new Browser(idle).signIn(KNOWN, WRONG);
			encoder.take();
			new Browser(idle).signIn(KNOWN, WRONG);
			assertThat(encoder.take()).containsExactly("matches");
		}
	}

	/**
	 * Everything by which an attempt can be told from another: what its browser sees, and
	 * what the server does for it.
	 */
	private record Attempt(String name, List<Object> answer, List<Object> page, String exception, boolean signedIn,
			List<String> encoding, List<String> events) {

		Attempt(String name, String password) {
			this(name, password, new Browser(server));
		}

		private Attempt(String name, String password, Browser browser) {
			this(name, signIn(browser, name, password), browser.get("/login?error").visible(),
					browser.get("/open/exception").body(), browser.isSignedIn(),
					server.context().getBean(CountingEncoder.class).take(),
					server.context().getBean(Events.class).take());
		}

		private static List<Object> signIn(Browser browser, String name, String password) {
			browser.get("/login");
			server.context().getBean(CountingEncoder.class).take();
			server.context().getBean(Events.class).take();
			return browser.signIn(name, password).visible();
		}

		Attempt withoutName() {
			return new Attempt("", this.answer, this.page, this.exception, this.signedIn, this.encoding,
					this.events.stream().map((event) -> event.replace(this.name, "")).toList());
		}

	}

}
