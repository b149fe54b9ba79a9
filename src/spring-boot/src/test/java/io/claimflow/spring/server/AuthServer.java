package io.claimflow.spring.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.deployment.Deployments;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * An authorization server with Claimflow, as an application starts it, and a plain HTTP
 * client of it.
 */
public final class AuthServer implements AutoCloseable {

	public static final String REDIRECT_URI = "http://127.0.0.1/callback";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	static {
		QuickRsa.install();
	}

	private final ConfigurableApplicationContext context;

	private final Path project;

	private AuthServer(ConfigurableApplicationContext context, Path project) {
		this.context = context;
		this.project = project;
	}

	/** A server with the default clients, whose workflows are yet to be written. */
	public static Builder builder() {
		return new Builder(AuthServerConfiguration.class);
	}

	/** A server with clients and users of its own. */
	public static Builder builder(Class<?> application) {
		return new Builder(application);
	}

	/** The directory of the project. */
	public Path project() {
		return this.project;
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	/** Writes a file of the project while the server runs. */
	public void write(String file, String source) {
		Builder.write(this.project, file, source);
	}

	/** Replaces the workflow of client credentials; the next request runs it. */
	public void m2m(String body) {
		write("kindeSrc/environment/workflows/m2mWorkflow.ts", Builder.source("m2m", "m2m:token_generation", body));
		deploy();
	}

	/** Replaces the workflow of the tokens of users; the next request runs it. */
	public void user(String body) {
		write("kindeSrc/environment/workflows/userWorkflow.ts", Builder.source("user", "user:tokens_generation", body));
		deploy();
	}

	/** Deploys the project as its files are now; the next request runs it. */
	public void deploy() {
		try {
			WorkflowEngine engine = this.context.getBean(WorkflowEngine.class);
			Project read = new ProjectReader(Limits.defaults(), getClass().getClassLoader())
				.read(this.project.toUri().toString());
			this.context.getBean(Deployments.class).activate(engine.load(engine.build(read)));
		}
		catch (InvalidProjectException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public String url(String path) {
		return "http://localhost:" + ((WebServerApplicationContext) this.context).getWebServer().getPort() + path;
	}

	/** A token of the client credentials grant. */
	public Response clientCredentials(String client, String... parameters) {
		return token(client, with(parameters, "grant_type", "client_credentials"));
	}

	/**
	 * A request to the token endpoint, authenticated with the client's secret if it has
	 * one.
	 */
	public Response token(String client, String... parameters) {
		return post("/oauth2/token", client, parameters);
	}

	/** A request to an endpoint that the client authenticates at. */
	public Response post(String path, String client, String... parameters) {
		return post(request(path, client), client, parameters);
	}

	/** A request with a header to an endpoint that the client authenticates at. */
	public Response postWithHeader(String path, String client, String header, String value, String... parameters) {
		return post(request(path, client).header(header, value), client, parameters);
	}

	private HttpRequest.Builder request(String path, String client) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("User-Agent", "test-agent");
		return client.equals(AuthServerConfiguration.PUBLIC) ? request : request.header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString((client + ":secret-" + client).getBytes()));
	}

	private static Response post(HttpRequest.Builder request, String client, String... parameters) {
		String[] all = client.equals(AuthServerConfiguration.PUBLIC) ? with(parameters, "client_id", client)
				: parameters;
		return send(CLIENT, request.POST(HttpRequest.BodyPublishers.ofString(form(all))));
	}

	/** Signs the user in, in a browser's way, and returns an authorization code. */
	public String authorizationCode(String client, String scope, String... parameters) {
		HttpClient browser = HttpClient.newBuilder()
			.cookieHandler(new CookieManager())
			.followRedirects(HttpClient.Redirect.NEVER)
			.build();
		String authorize = url("/oauth2/authorize?" + form(with(parameters, "response_type", "code", "client_id",
				client, "scope", scope, "redirect_uri", REDIRECT_URI, "state", "s", "nonce", "n-0S6")));
		Response response = get(browser, authorize);
		if (response.location().endsWith("/login")) {
			signIn(browser);
			response = get(browser, authorize);
		}
		Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(response.location());
		if (!code.find()) {
			throw new IllegalStateException("No code: " + response);
		}
		return code.group(1);
	}

	/** The tokens of the authorization code grant. */
	public Response authorizationCodeGrant(String client, String scope) {
		return redeem(client, authorizationCode(client, scope));
	}

	/** The tokens that a code is good for. */
	public Response redeem(String client, String code, String... parameters) {
		return token(client,
				with(parameters, "grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT_URI));
	}

	/** New tokens for a refresh token. */
	public Response refresh(String client, String refreshToken, String... parameters) {
		return token(client, with(parameters, "grant_type", "refresh_token", "refresh_token", refreshToken));
	}

	/** What a token says, as the server tells a resource server (RFC 7662). */
	public Map<String, Object> introspect(String client, String token) {
		return post("/oauth2/introspect", client, "token", token).json();
	}

	/** The access token of the device grant (RFC 8628). */
	public Response deviceGrant(String client, String scope) {
		return redeemDevice(client, deviceCode(client, scope));
	}

	/** The access token that a device code is good for. */
	public Response redeemDevice(String client, String deviceCode, String... parameters) {
		return token(client, with(parameters, "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
				"device_code", deviceCode));
	}

	/** A device code that the user has approved. */
	public String deviceCode(String client, String scope, String... parameters) {
		Response device = post("/oauth2/device_authorization", client, with(parameters, "scope", scope));
		HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
		signIn(browser);
		String page = get(browser, url("/oauth2/device_verification?user_code=" + device.text("user_code"))).body();
		Matcher state = Pattern.compile("name=\"state\" value=\"([^\"]+)\"").matcher(page);
		if (state.find()) {
			HttpRequest.Builder consent = HttpRequest.newBuilder(URI.create(url("/oauth2/device_verification")))
				.header("Content-Type", "application/x-www-form-urlencoded");
			List<String> approved = new ArrayList<>(
					List.of("client_id", client, "state", state.group(1), "user_code", device.text("user_code")));
			Matcher asked = Pattern.compile("name=\"scope\" value=\"([^\"]+)\"").matcher(page);
			while (asked.find()) {
				approved.addAll(List.of("scope", asked.group(1)));
			}
			send(browser, consent.POST(HttpRequest.BodyPublishers.ofString(form(approved.toArray(String[]::new)))));
		}
		return device.text("device_code");
	}

	/** Exchanges an access token for another (RFC 8693). */
	public Response tokenExchange(String client, String accessToken, String... parameters) {
		return token(client, with(parameters, "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
				"subject_token", accessToken, "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
	}

	private void signIn(HttpClient browser) {
		String page = get(browser, url("/login")).body();
		Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page);
		if (!csrf.find()) {
			throw new IllegalStateException("No login form: " + page);
		}
		HttpRequest.Builder login = HttpRequest.newBuilder(URI.create(url("/login")))
			.header("Content-Type", "application/x-www-form-urlencoded");
		send(browser, login.POST(HttpRequest.BodyPublishers.ofString(form("username", AuthServerConfiguration.USER,
				"password", AuthServerConfiguration.PASSWORD, "_csrf", csrf.group(1)))));
	}

	/** A GET request with a bearer token. */
	public Response get(String path, String bearer) {
		return send(CLIENT, HttpRequest.newBuilder(URI.create(url(path))).header("Authorization", "Bearer " + bearer));
	}

	/** A POST request of JSON with a bearer token. */
	public Response postJson(String path, String bearer, String json) {
		return send(CLIENT,
				HttpRequest.newBuilder(URI.create(url(path)))
					.header("Authorization", "Bearer " + bearer)
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	/** The claims of a JWT, exactly as its JSON has them. */
	public static Map<String, Object> claims(String token) {
		try {
			return JsonMapper.shared()
				.readValue(SignedJWT.parse(token).getPayload().toString(),
						new TypeReference<LinkedHashMap<String, Object>>() {
						});
		}
		catch (java.text.ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A page that only the signed-in user gets, as JSON if there is a choice. */
	public Response getSignedIn(String path) {
		HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
		signIn(browser);
		return send(browser, HttpRequest.newBuilder(URI.create(url(path))).header("Accept", "application/json"));
	}

	private static Response get(HttpClient browser, String url) {
		return send(browser, HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html"));
	}

	private static Response send(HttpClient client, HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Response(response.statusCode(), response.body(),
					response.headers().firstValue("Location").orElse(""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String[] with(String[] parameters, String... more) {
		List<String> all = new ArrayList<>(Arrays.asList(more));
		all.addAll(Arrays.asList(parameters));
		return all.toArray(String[]::new);
	}

	private static String form(String... parameters) {
		List<String> pairs = new ArrayList<>();
		for (int i = 0; i < parameters.length; i += 2) {
			pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return pairs.stream().collect(Collectors.joining("&"));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * An answer of the server.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 * @param location the header of that name, or empty
	 */
	public record Response(int status, String body, String location) {

		/** The body as a JSON object. */
		public Map<String, Object> json() {
			return JsonMapper.shared().readValue(this.body, new TypeReference<LinkedHashMap<String, Object>>() {
			});
		}

		/** A string of the body. */
		public String text(String name) {
			Object value = json().get(name);
			if (!(value instanceof String text)) {
				throw new IllegalStateException("No " + name + ": " + this);
			}
			return text;
		}

		/** The claims of the JWT access token, exactly as its JSON has them. */
		public Map<String, Object> accessTokenClaims() {
			return claims(text("access_token"));
		}

		/** The claims of the ID token, exactly as its JSON has them. */
		public Map<String, Object> idTokenClaims() {
			return claims(text("id_token"));
		}

	}

	/** Builds a server. */
	public static final class Builder {

		private final Path project;

		private final Map<String, Object> properties = new LinkedHashMap<>();

		private final Map<String, Object> environmentVariables = new LinkedHashMap<>();

		private final List<Class<?>> configurations = new ArrayList<>();

		private Builder(Class<?> application) {
			this.configurations.add(application);
			try {
				this.project = Files.createTempDirectory(Files.createDirectories(Path.of("target", "projects")), "p");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			write("kinde.json", "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
			this.properties.put("claimflow.project", this.project.toUri().toString());
			this.properties.put("claimflow.limits.deadline", "20s");
			this.properties.put("claimflow.limits.cpu-time", "20s");
			this.properties.put("claimflow.limits.shared-cpu-time", "60s");
			this.properties.put("server.port", "0");
			this.properties.put("spring.main.banner-mode", "off");
		}

		/** Writes a workflow that runs a body for client credentials. */
		public Builder m2m(String body) {
			return workflow("m2m", "m2m:token_generation", body);
		}

		/** Writes a workflow that runs a body for the tokens of users. */
		public Builder user(String body) {
			return workflow("user", "user:tokens_generation", body);
		}

		private Builder workflow(String id, String trigger, String body) {
			return write("kindeSrc/environment/workflows/" + id + "Workflow.ts", source(id, trigger, body));
		}

		/** The source of a workflow with every binding that its trigger has. */
		public static String source(String id, String trigger, String body) {
			return source(id, trigger, "stop", body);
		}

		/** The source of a workflow that fails by a policy. */
		public static String source(String id, String trigger, String failurePolicy, String body) {
			return """
					import { accessTokenCustomClaims, idTokenCustomClaims, m2mTokenClaims, denyAccess,
					  getEnvironmentVariable } from "@kinde/infrastructure";
					export const workflowSettings = {
					  id: "%s", trigger: "%s", failurePolicy: { action: "%s" },
					  bindings: { %s, "kinde.env": {}, "kinde.auth": {}, url: {} },
					};
					export default async function (event: any) {
					%s
					}
					""".formatted(id, trigger, failurePolicy,
					trigger.startsWith("m2m") ? "'kinde.m2mToken': {}" : "'kinde.accessToken': {}, 'kinde.idToken': {}",
					body);
		}

		/** Writes a file of the project. */
		public Builder write(String file, String source) {
			write(this.project, file, source);
			return this;
		}

		private static void write(Path project, String file, String source) {
			try {
				Path path = project.resolve(file);
				Files.createDirectories(path.getParent());
				Files.writeString(path, source);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		public Builder property(String name, Object value) {
			this.properties.put(name, value);
			return this;
		}

		/** Takes a property back, such as one that this builder sets. */
		public Builder withoutProperty(String name) {
			this.properties.remove(name);
			return this;
		}

		public Builder environmentVariable(String name, String value) {
			this.environmentVariables.put(name, value);
			return this;
		}

		/** The directory of the project. */
		public Path project() {
			return this.project;
		}

		public Builder with(Class<?>... configurations) {
			this.configurations.addAll(List.of(configurations));
			return this;
		}

		public AuthServer start() {
			String[] arguments = this.properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new);
			return new AuthServer(new SpringApplicationBuilder(this.configurations.toArray(Class<?>[]::new))
				.initializers(
						(context) -> context.getEnvironment()
							.getPropertySources()
							.addLast(new SystemEnvironmentPropertySource("test-systemEnvironment",
									this.environmentVariables)),
						(context) -> ((GenericApplicationContext) context).registerBeanDefinition("jwkSource", keys()),
						(context) -> context.addBeanFactoryPostProcessor(Builder::passwordEncoder))
				.run(arguments), this.project);
		}

		/**
		 * Where the application has none of its own: Spring Security's takes its time.
		 */
		@SuppressWarnings("deprecation")
		private static void passwordEncoder(ConfigurableListableBeanFactory beans) {
			if (beans.getBeanNamesForType(PasswordEncoder.class, true, false).length == 0) {
				beans.registerSingleton("passwordEncoder", new DelegatingPasswordEncoder("bcrypt",
						Map.of("bcrypt", new BCryptPasswordEncoder(4), "noop", NoOpPasswordEncoder.getInstance())));
			}
		}

		/**
		 * All servers sign with one key: to generate one takes longer than many a test.
		 */
		private static RootBeanDefinition keys() {
			RootBeanDefinition keys = new RootBeanDefinition();
			keys.setTargetType(ResolvableType.forClassWithGenerics(JWKSource.class, SecurityContext.class));
			keys.setInstanceSupplier(() -> Keys.SHARED);
			return keys;
		}

	}

	/** Generated when the first server starts. */
	private static final class Keys {

		static final JWKSource<SecurityContext> SHARED = new ImmutableJWKSet<>(new JWKSet(generate()));

		private static RSAKey generate() {
			try {
				return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID("test").generate();
			}
			catch (JOSEException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
