package io.claimflow.spring.deployment.http;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import io.claimflow.spring.deployment.http.PushServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs of a CI system that push with the identity that the CI system gives them. */
@ExtendWith(OutputCaptureExtension.class)
class CiPushTests {

	private static final CiIssuer CI = new CiIssuer();

	/** Was there when the server was configured, and is there no more. */
	private static final CiIssuer GONE = new CiIssuer();

	private static PushServer server;

	@BeforeAll
	static void start() {
		GONE.close();
		server = PushServer.start((more) -> {
			ci(more, 0, CI);
			ci(more, 1, GONE);
			return more.property("claimflow.deployments.http.ci[0].claims.ref", "refs/heads/main");
		});
	}

	private static void ci(io.claimflow.spring.server.AuthServer.Builder more, int index, CiIssuer ci) {
		String prefix = "claimflow.deployments.http.ci[%d].".formatted(index);
		more.property(prefix + "issuer", ci.issuer())
			.property(prefix + "audience", CiIssuer.AUDIENCE)
			.property(prefix + "claims.repository", CiIssuer.REPOSITORY);
	}

	@AfterAll
	static void stop() {
		server.close();
		CI.close();
	}

	@Test
	void aJobOfTheBranchDeploys() {
		Answer answer = push(CI.token((claims) -> {
		}), PushServer.project("from CI"));
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.json().path("state").asString()).isEqualTo("LIVE");
		assertThat(answer.json().path("pushedBy").asString()).isEqualTo(CI.issuer() + " " + CiIssuer.SUBJECT);
		assertThat(server.version()).isEqualTo("from CI");
	}

	static Stream<Arguments> others() {
		return Stream.of(other("another audience", (claims) -> claims.audience("https://elsewhere.example.com")),
				other("no audience", (claims) -> claims.audience((String) null)),
				other("another branch", (claims) -> claims.claim("ref", "refs/heads/feature")),
				other("another repository", (claims) -> claims.claim("repository", "somebody/else")),
				other("no repository", (claims) -> claims.claim("repository", null)),
				other("an issuer that nobody named", (claims) -> claims.issuer("https://ci.example.com")),
				other("expired",
						(claims) -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)))
							.issueTime(Date.from(Instant.now().minusSeconds(600)))),
				other("never expires", (claims) -> claims.expirationTime(null)),
				other("not yet valid", (claims) -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))),
				Arguments.of("forged", CI.forged()), Arguments.of("unsigned", CI.unsigned()));
	}

	private static Arguments other(String name, Consumer<JWTClaimsSet.Builder> change) {
		return Arguments.of(name, CI.token(change));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("others")
	void anotherTokenIsRefusedAndLoggedAtMostOnce(String name, String token, CapturedOutput output) {
		Answer answer = push(token, PushServer.project("never"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
		assertThat(output.toString().split("was refused with 401")).hasSizeLessThanOrEqualTo(2);
		assertThat(output).doesNotContain(token);
	}

	@Test
	void anIssuerThatDoesNotAnswerIsNoReasonToRefuse(CapturedOutput output) {
		String token = GONE.token((claims) -> {
		});
		Answer answer = push(token, PushServer.project("never"));
		assertThat(answer.status()).isEqualTo(503);
		assertThat(output).contains("keys of the token's issuer could not be read").doesNotContain(token);
		assertThat(server.get("/claimflow/live").status()).isEqualTo(200);
	}

	@Test
	void tokensWithKeysThatNobodyKnowsAskTheIssuerAFewTimesOnly() {
		CiIssuer busy = new CiIssuer();
		try (busy; PushServer own = PushServer.start((more) -> {
			ci(more, 0, busy);
			return more;
		})) {
			for (int i = 0; i < 50; i++) {
				assertThat(own.send(busy.forged("key-" + i), "GET", "/claimflow/live", null, Map.of()).status())
					.isIn(401, 503);
			}
			assertThat(busy.asked()).isLessThanOrEqualTo(20);
			assertThat(own.send(busy.token((claims) -> {
			}), "GET", "/claimflow/live", null, Map.of()).status()).isEqualTo(200);
		}
	}

	private static Answer push(String token, byte[] project) {
		return server.send(token, "POST", "/claimflow/deployments?live=true", project,
				Map.of("Content-Type", "application/zip"));
	}

}
