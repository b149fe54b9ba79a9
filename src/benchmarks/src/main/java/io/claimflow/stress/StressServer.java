package io.claimflow.stress;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.run.WorkflowRuns;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A server with hostile workflows beside an honest one, in a process of its own. It
 * prints its port. For a line {@code deploy} it deploys its project anew, for a line
 * {@code state} it says in one line what it holds, and it ends with its input.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StressServer {

	private static final AtomicInteger OUT_OF_MEMORY = new AtomicInteger();

	private static final AtomicLong LONGEST_NANOS = new AtomicLong();

	/**
	 * Starts a server.
	 * @param arguments the directory of the project, the names of its hostile workflows
	 * with commas, and properties of Spring Boot
	 */
	public static void main(String[] arguments) throws Exception {
		Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
			OUT_OF_MEMORY.addAndGet((thrown instanceof OutOfMemoryError) ? 1 : 0);
			thrown.printStackTrace();
		});
		Path project = Path.of(arguments[0]);
		String client = "--spring.security.oauth2.authorizationserver.client.stress.registration.";
		ConfigurableApplicationContext context = new SpringApplicationBuilder(StressServer.class)
			.initializers((ConfigurableApplicationContext any) -> Stream.of(arguments[1].split(","))
				.forEach((name) -> ((GenericApplicationContext) any).registerBean("trigger-" + name, Trigger.class,
						() -> trigger(name))))
			.run(Stream
				.concat(Stream.of("--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=ERROR",
						"--logging.level.io.claimflow.spring.run=OFF", "--logging.level.io.claimflow.workflow=OFF",
						"--spring.main.banner-mode=off", "--claimflow.project=" + project.toUri(),
						"--claimflow.reload=false", "--claimflow.limits.outcome-cache-size=0",
						client + "client-id=stress", client + "client-secret=" + encoder().encode("s"),
						client + "client-authentication-methods=client_secret_post",
						client + "authorization-grant-types=client_credentials"), Stream.of(arguments).skip(2))
				.toArray(String[]::new));
		countOutOfMemory();
		System.out.println(((WebServerApplicationContext) context).getWebServer().getPort());
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			if (line.equals("deploy")) {
				deploy(context, project);
			}
			System.out.println(line.equals("state") ? state(context) : "done");
		}
		SpringApplication.exit(context);
	}

	/** What handles a request logs the error that ended it, and goes on. */
	private static void countOutOfMemory() {
		AppenderBase<ILoggingEvent> counter = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
					OUT_OF_MEMORY.addAndGet(thrown.getClassName().equals(OutOfMemoryError.class.getName()) ? 1 : 0);
				}
			}

		};
		counter.start();
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(counter);
	}

	/** One iteration: what is measured is not the hashing of passwords. */
	private static PasswordEncoder encoder() {
		return new Pbkdf2PasswordEncoder("", 16, 1, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
	}

	private static Trigger trigger(String name) {
		return new Trigger("stress:" + name, Set.of(), Set.of());
	}

	private static void deploy(ConfigurableApplicationContext context, Path project) throws InvalidProjectException {
		WorkflowEngine engine = context.getBean(WorkflowEngine.class);
		Project read = new ProjectReader(Limits.defaults(), StressServer.class.getClassLoader())
			.read(project.toUri().toString());
		context.getBean(Deployments.class).activate(engine.load(engine.build(read)));
	}

	private static String state(ConfigurableApplicationContext context) throws Exception {
		System.gc();
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		String histogram = (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(new javax.management.ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		String realms = Arrays.stream(histogram.split("\n"))
			.filter((line) -> line.matches(".* com\\.oracle\\.truffle\\.js\\.runtime\\.JSRealm( .*)?"))
			.map((line) -> line.strip().split("\\s+")[1])
			.findFirst()
			.orElse("0");
		return "heap %d MB, threads %d (%d of requests, %d of runs), contexts %s, longest run %d ms, out of memory elsewhere %d, %s"
			.formatted((runtime.totalMemory() - runtime.freeMemory()) >> 20,
					ManagementFactory.getThreadMXBean().getThreadCount(), threads("http-nio-"),
					threads("claimflow-worker"), realms, TimeUnit.NANOSECONDS.toMillis(LONGEST_NANOS.getAndSet(0)),
					OUT_OF_MEMORY.get(), context.getBean(WorkflowEngine.class).status());
	}

	private static long threads(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(name))
			.count();
	}

	@Bean
	WebSecurityCustomizer stressIsOpen() {
		return (web) -> web.ignoring().requestMatchers("/stress/**");
	}

	@Bean
	PasswordEncoder passwordEncoder() {
		return encoder();
	}

	@Bean
	OAuth2AuthorizationService authorizations() {
		return new Forgetful();
	}

	/** What a sign-in does: it fires a trigger, and waits for the outcome. */
	@Bean
	RouterFunction<ServerResponse> stressRoutes(WorkflowRuns runs) {
		return RouterFunctions.route()
			.GET("/stress/plain", (request) -> ServerResponse.ok().body("plain"))
			.GET("/stress/run/{name}", (request) -> {
				Trigger trigger = trigger(request.pathVariable("name"));
				long start = System.nanoTime();
				Outcome outcome = runs.run(runs.workflow(trigger).orElseThrow(), new Event(Map.of(), Map.of()),
						Claims.none());
				LONGEST_NANOS.accumulateAndGet(System.nanoTime() - start, Math::max);
				return ServerResponse.ok()
					.body(outcome.failure().map((failure) -> failure.kind().name()).orElse(outcome.status().name()));
			})
			.build();
	}

	/** Keeps nothing: what is measured is no store that fills the heap. */
	private static final class Forgetful implements OAuth2AuthorizationService {

		@Override
		public void save(OAuth2Authorization authorization) {
		}

		@Override
		public void remove(OAuth2Authorization authorization) {
		}

		@Override
		public @Nullable OAuth2Authorization findById(String id) {
			return null;
		}

		@Override
		public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
			return null;
		}

	}

}
