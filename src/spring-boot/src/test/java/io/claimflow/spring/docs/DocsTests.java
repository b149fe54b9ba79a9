package io.claimflow.spring.docs;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.spring.docs.Page.Sample;
import io.claimflow.encryption.SecureBody;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import io.claimflow.project.Project;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every code sample of the documentation, and checks what else in it can be wrong.
 */
class DocsTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {
	};

	/** Stands for the systems of others that samples call. */
	private static final HttpServer CRM = crm();

	private static final Fetcher FETCHER = new Fetcher(
			new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 0, List.of("127.0.0.1")));

	private static final WorkflowEngine ENGINE = WorkflowEngine.builder()
		.limits(Limits.builder().deadline(Duration.ofSeconds(20)).build())
		.triggers(triggers())
		.fetcher(FETCHER)
		.secureFetchKeys((workflow) -> Optional.of(SecureBody.newKey()))
		.variables((name) -> switch (name) {
			case "PLAN" -> Optional.of(new VariableSource.Variable("pro", false));
			case "CRM_KEY" -> Optional.of(new VariableSource.Variable("key-of-the-crm", true));
			case "KINDE_WF_M2M_CLIENT_ID", "KINDE_WF_M2M_CLIENT_SECRET" ->
				Optional.of(new VariableSource.Variable("demo-m2m", true));
			default -> Optional.empty();
		})
		.build();

	/** Those of Kinde, and the one that a sample in Java declares. */
	private static Set<Trigger> triggers() {
		Set<Trigger> triggers = new LinkedHashSet<>(Trigger.builtIn());
		triggers.add(new Trigger("shop:order_placed", Set.of(), Set.of(Effect.DenyAccess.class)));
		return triggers;
	}

	private static HttpServer crm() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			answer(server, "/customers/ada@example.com/plan", "{\"name\":\"pro\"}");
			answer(server, "/customers/ada@example.com/teams", "[\"blue\"]");
			answer(server, "/oauth2/token", "{\"access_token\":\"%s\"}".formatted(jwt()));
			answer(server, "/plans", "{\"name\":\"pro\"}");
			answer(server, "/audit", "{\"id\":\"a-1\"}");
			answer(server, "/api/v1/user", "{\"first_name\":\"Ada\"}");
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void answer(HttpServer server, String path, String json) {
		server.createContext(path, (exchange) -> {
			byte[] body = json.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	private static String jwt() {
		try {
			SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
					new JWTClaimsSet.Builder().expirationTime(Date.from(Instant.now().plusSeconds(3600))).build());
			jwt.sign(new MACSigner("a key of tests, which is no secret"));
			return jwt.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@AfterAll
	static void close() {
		ENGINE.close();
		FETCHER.close();
		CRM.stop(0);
	}

	static Stream<Sample> typescript() {
		return samples("ts");
	}

	static Stream<Sample> java() {
		// That one has a configuration of its own: ClaimflowTestTests runs such a test.
		return JavaSamples.all().filter((sample) -> !sample.code().contains("@ClaimflowTest"));
	}

	static Stream<Sample> yaml() {
		// Those of other modules are theirs to test.
		return samples("yaml").filter((sample) -> !sample.code().matches("(?s)claimflow:\n  (git|console):.*"));
	}

	static Stream<Sample> json() {
		return samples("json");
	}

	static Stream<Sample> xml() {
		return samples("xml");
	}

	private static Stream<Sample> samples(String language) {
		return Page.all().stream().flatMap((page) -> page.samples(language).stream());
	}

	@ParameterizedTest
	@MethodSource("typescript")
	void aWorkflowRuns(Sample sample) throws Exception {
		ENGINE.warmUp(1);
		Outcome outcome = run(sample);
		assertThat(outcome.warnings()).isEmpty();
		if (sample.code().contains("throw new Error")) {
			assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
		}
		else {
			assertThat(outcome.failure()).isEmpty();
			assertThat(outcome.effects()).isNotEmpty();
		}
	}

	@Test
	void theWorkflowOfTheReadmeMakesItsToken() throws Exception {
		Page readme = Page.named("README.md");
		Map<String, Object> token = new TreeMap<>(before(TokenType.M2M_TOKEN));
		for (Effect effect : run(readme.samples("ts").get(0)).effects()) {
			if (effect instanceof Effect.SetClaim setting) {
				token.put(setting.name(), setting.value());
			}
			else if (effect instanceof Effect.RemoveClaim removal) {
				token.remove(removal.name());
			}
		}
		Map<String, Object> signed = new TreeMap<>(JWTClaimsSet.parse(token).toJSONObject());
		assertThat(JSON.writeValueAsString(signed))
			.isEqualTo(JSON.writeValueAsString(new TreeMap<>(object(readme.samples("json").get(0)))));
		assertThat(readme.samples("ts").get(0).code().lines().skip(1).filter((line) -> !line.isBlank()).count())
			.isLessThanOrEqualTo(10);
	}

	@ParameterizedTest
	@CsvSource({ "engine, io/claimflow", "spring-boot, io/claimflow/spring" })
	void everyRoomIsInTheGuideForContributors(String module, String folder) throws Exception {
		String guide = Files.readString(Path.of("../../CONTRIBUTING.md"));
		String name = folder.replace('/', '.');
		try (Stream<Path> rooms = Files.list(Path.of("../" + module + "/src/main/java/" + folder))) {
			assertThat(rooms.filter(Files::isDirectory).map((room) -> "`" + name + "." + room.getFileName() + "` |"))
				.isNotEmpty()
				.allSatisfy((room) -> assertThat(guide).contains(room));
		}
	}

	private static Outcome run(Sample sample) throws InvalidProjectException {
		String file = sample.code().lines().findFirst().orElseThrow().replaceFirst("^// ", "");
		LoadedProject loaded = ENGINE.load(ENGINE
			.build(new Project(sample.place(), Optional.empty(), List.of(file), Map.of(file, local(sample.code())))));
		assertThat(loaded.warnings()).isEmpty();
		DeployedWorkflow workflow = loaded.workflows().get(0);
		Trigger trigger = workflow.workflow().trigger();
		Claims before = trigger.equals(Trigger.M2M_TOKEN_GENERATION)
				? Claims.of(TokenType.M2M_TOKEN, before(TokenType.M2M_TOKEN))
				: Claims.of(TokenType.ACCESS_TOKEN, before(TokenType.ACCESS_TOKEN))
					.and(TokenType.ID_TOKEN, before(TokenType.ID_TOKEN));
		return ENGINE.run(workflow, event(trigger), before);
	}

	private static String local(String code) {
		return code.replace("https://crm.example.com", origin());
	}

	private static String origin() {
		return "http://127.0.0.1:" + CRM.getAddress().getPort();
	}

	/** The documented event of a trigger, from a server that runs here. */
	@SuppressWarnings("unchecked")
	private static Event event(Trigger trigger) {
		Map<String, Object> event = Page.named("docs/writing-workflows.md")
			.samples("json")
			.stream()
			.filter((sample) -> sample.code().contains('"' + trigger.id() + '"'))
			.map(DocsTests::object)
			.findFirst()
			.orElseThrow();
		Map<String, Object> request = (Map<String, Object>) event.get("request");
		if (trigger.equals(Trigger.M2M_TOKEN_GENERATION)) {
			((Map<String, Object>) request.get("auth")).put("scope", List.of("read:users", "write:users"));
		}
		Map<String, Object> context = (Map<String, Object>) event.get("context");
		context.put("domains", Map.of("kindeDomain", origin()));
		return new Event(request, context);
	}

	private static Map<String, Object> before(TokenType token) {
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put("iss", "https://auth.example.com");
		claims.put("sub", "demo-m2m");
		claims.put("aud", List.of("demo-m2m"));
		claims.put("iat", 1795444200);
		claims.put("exp", 1795444500);
		claims.put("jti", "8f3c1f64-9d0a-4a53-9f0e-0d8f5f0c4b1e");
		if (token == TokenType.ID_TOKEN) {
			claims.put("name", "Ada");
			return claims;
		}
		claims.put("nbf", 1795444200);
		claims.put("scope", List.of("read:users", "write:users"));
		claims.put((token == TokenType.M2M_TOKEN) ? "internal_id" : "permissions", List.of("write:users"));
		return claims;
	}

	private static Map<String, Object> object(Sample sample) {
		return JSON.readValue(sample.code(), OBJECT);
	}

	@ParameterizedTest
	@MethodSource("json")
	void jsonIsJson(Sample sample) {
		assertThat(object(sample)).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("xml")
	void theDependencyIsPublishedInThisVersion(Sample sample) throws Exception {
		String version = Pattern.compile("<version>([^<]+)</version>")
			.matcher(Files.readString(Path.of("..", "..", "pom.xml")))
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
		var xml = javax.xml.parsers.DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(sample.code())));
		assertThat(xml.getElementsByTagName("version").item(0).getTextContent()).isEqualTo(version);
		assertThat(xml.getElementsByTagName("artifactId").item(0).getTextContent())
			.isIn("claimflow-spring-boot-starter", "claimflow-test", "claimflow-console");
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void propertiesAreKnown(Sample sample) throws Exception {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("API_KEY", "key")));
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("sample",
				new ByteArrayResource(sample.code().getBytes(StandardCharsets.UTF_8)))) {
			environment.getPropertySources().addFirst(source);
		}
		ConfigurationPropertySources.attach(environment);
		if (sample.code().startsWith("claimflow:")) {
			List<ConfigurationPropertyName> known = knownProperties();
			assertThat(propertiesOf(environment)).isNotEmpty()
				.allSatisfy((name) -> assertThat(known)
					.anyMatch((property) -> property.equals(name) || property.isAncestorOf(name)));
			bind(Binder.get(environment));
			return;
		}
		assertThat(Binder.get(environment)
			.bind("spring.security.oauth2.authorizationserver", Bindable.of(OAuth2AuthorizationServerProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.isBound()).isTrue();
	}

	/** As a start does it. */
	private static void bind(Binder binder) throws ClassNotFoundException {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		Set<BeanDefinition> found = scanner.findCandidateComponents("io.claimflow.spring");
		assertThat(found).isNotEmpty();
		for (BeanDefinition definition : found) {
			Class<?> type = Class.forName(definition.getBeanClassName());
			binder.bindOrCreate(type.getAnnotation(ConfigurationProperties.class).value(), Bindable.of(type));
		}
	}

	private static List<ConfigurationPropertyName> propertiesOf(StandardEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.filter((source) -> source instanceof OriginTrackedMapPropertySource)
			.flatMap((source) -> Stream.of(((OriginTrackedMapPropertySource) source).getPropertyNames()))
			.map((name) -> ConfigurationPropertyName.adapt(name, '.'))
			.toList();
	}

	private static List<ConfigurationPropertyName> knownProperties() {
		List<ConfigurationPropertyName> names = new ArrayList<>();
		for (JsonNode property : JSON
			.readTree(
					DocsTests.class.getClassLoader().getResourceAsStream("META-INF/spring-configuration-metadata.json"))
			.path("properties")) {
			names.add(ConfigurationPropertyName.of(property.path("name").asString()));
		}
		return names;
	}

	@ParameterizedTest
	@MethodSource("java")
	void javaServes(Sample sample) throws Exception {
		try (AuthServer server = AuthServer.builder()
			.m2m("m2mTokenClaims<any>().ran = true;")
			.property("claimflow.encryption.keys.k1", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")
			.with(JavaSamples.load(sample))
			.start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("ran",
					true);
		}
	}

	@Test
	void theConfigurationPageHasEveryPropertyWithItsDefault() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		Pattern.compile("(?m)^\\| `(claimflow[^`]+)` \\|\\s*`?([^`|]*?)`?\\s*\\| (.*) \\|$")
			.matcher(Page.named("docs/configuration.md").text())
			.results()
			.forEach((row) -> documented.put(row.group(1).replace(".*", ""), row.group(2).strip()));
		// Those of other modules are theirs to test.
		documented.keySet()
			.removeIf((name) -> name.startsWith("claimflow.git.") || name.startsWith("claimflow.console."));
		Map<String, String> actual = new TreeMap<>();
		Map<String, String> defaults = new TreeMap<>();
		JsonNode metadata = JSON
			.readTree(getClass().getClassLoader().getResourceAsStream("META-INF/spring-configuration-metadata.json"));
		for (JsonNode property : metadata.path("properties")) {
			if (!property.path("name").asString().startsWith("claimflow.") || property.has("deprecation")) {
				continue;
			}
			actual.put(property.path("name").asString(), property.path("description").asString(""));
			if (property.has("defaultValue")) {
				defaults.put(property.path("name").asString(), property.path("defaultValue").asString());
			}
		}
		assertThat(documented.keySet()).isEqualTo(new TreeSet<>(actual.keySet()));
		assertThat(actual.values()).noneMatch(String::isBlank);
		assertThat(documented).containsAllEntriesOf(defaults);
		actual.keySet().removeAll(defaults.keySet());
		assertThat(actual.keySet()).containsExactly("claimflow.api.clients", "claimflow.deployments.http.ci",
				"claimflow.deployments.http.clients", "claimflow.deployments.http.users", "claimflow.deployments.node",
				"claimflow.encryption.active-key", "claimflow.encryption.keys", "claimflow.env", "claimflow.esbuild",
				"claimflow.fetch.allow", "claimflow.fetch.proxy", "claimflow.fetch.ssl-bundle",
				"claimflow.limits.computing-runs", "claimflow.limits.long-runs",
				"claimflow.limits.shared-allocated-bytes", "claimflow.mfa.factors", "claimflow.reload",
				"claimflow.runs.http.clients", "claimflow.runs.http.users", "claimflow.runs.node",
				"claimflow.runs.values-except", "claimflow.secrets", "claimflow.secure-fetch.keys",
				"claimflow.warnings");
	}

	@Test
	void everyLinkLeadsSomewhere() {
		for (Page page : Page.all()) {
			for (String link : page.links()) {
				String[] parts = link.split("#", 2);
				Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
				assertThat(target).as("%s in %s", link, page.path()).exists();
				if (parts.length > 1) {
					assertThat(Page.of(target).anchors()).as("%s in %s", link, page.path()).contains(parts[1]);
				}
			}
		}
	}

}
