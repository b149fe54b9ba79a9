package io.claimflow.spring.token;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.EveryEndpoint;
import io.claimflow.spring.server.Grant;
import io.claimflow.spring.server.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a client can do again after a request that was denied, and after one
 * that failed.
 */
@ParameterizedClass
@EnumSource(names = { "MEMORY", "H2" })
class DeniedGrantTests {

	private static final String DENY_OR_FAIL = """
			if (event.request.auth.audience.includes("deny")) denyAccess("Not today");
			if (event.request.auth.audience.includes("fail")) throw new Error("no luck");
			""";

	@Parameter
	private Store store;

	private static AuthServer server;

	private static AutoCloseable storage;

	@BeforeParameterizedClassInvocation
	static void start(Store store) {
		AuthServer.Builder builder = AuthServer.builder()
			.m2m(DENY_OR_FAIL)
			.user(DENY_OR_FAIL)
			.with(EveryEndpoint.class);
		storage = store.prepare(builder);
		server = builder.start();
	}

	@AfterParameterizedClassInvocation
	static void stop() throws Exception {
		server.close();
		storage.close();
	}

	static Stream<Arguments> everyGrantAndFormat() {
		return Stream.of(Grant.values())
			.flatMap((grant) -> Stream.of(AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE)
				.map((client) -> Arguments.of(grant, client)));
	}

	@ParameterizedTest
	@MethodSource("everyGrantAndFormat")
	void aDeniedCodeOrRefreshTokenCannotBeUsedAgain(Grant grant, String client) {
		Grant.Request request = grant.prepare(server, client);
		Response denied = request.send("audience", "deny");
		assertThat(denied.status()).isEqualTo(400);
		assertThat(denied.json()).containsEntry("error", "access_denied")
			.doesNotContainKeys("access_token", "refresh_token", "id_token");
		assertThat(denied.text("error_description")).startsWith("Not today (run ");
		Response again = request.send();
		switch (grant) {
			case CLIENT_CREDENTIALS, TOKEN_EXCHANGE -> assertThat(again.status()).isEqualTo(200);
			case AUTHORIZATION_CODE, REFRESH_TOKEN -> {
				assertThat(again.status()).isEqualTo(400);
				assertThat(again.json()).containsEntry("error", "invalid_grant").doesNotContainKey("access_token");
			}
			case DEVICE_CODE -> {
				assertThat(again.status()).isEqualTo(400);
				assertThat(again.json()).containsEntry("error", "access_denied").doesNotContainKey("access_token");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AUTHORIZATION_CODE", "DEVICE_CODE" })
	void aCodeOfManyRequestsAtOnceIsRedeemedOrDeniedOnce(Grant grant) throws Exception {
		Grant.Request request = grant.prepare(server, AuthServerConfiguration.OPAQUE);
		List<Response> responses = atOnce(20,
				(number) -> (number % 2 == 0) ? request.send("audience", "deny") : request.send());
		assertThat(responses)
			.filteredOn((response) -> response.status() == 200 || response.body().contains("Not today"))
			.hasSize(1);
		assertThat(request.send().status()).isEqualTo(400);
	}

	@Test
	void aRefreshTokenThatWasDeniedAmongManyRequestsIsGoodForNothingMore() throws Exception {
		Grant.Request request = Grant.REFRESH_TOKEN.prepare(server, AuthServerConfiguration.OPAQUE);
		List<Response> responses = atOnce(20,
				(number) -> (number % 2 == 0) ? request.send("audience", "deny") : request.send());
		assertThat(responses)
			.anySatisfy((response) -> assertThat(response.json()).containsEntry("error", "access_denied"));
		assertThat(request.send().json()).containsEntry("error", "invalid_grant");
	}

	private static List<Response> atOnce(int requests, IntFunction<Response> send) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(requests);
		try {
			List<Callable<Response>> calls = IntStream.range(0, requests)
				.mapToObj((number) -> (Callable<Response>) () -> send.apply(number))
				.toList();
			List<Response> responses = new ArrayList<>();
			for (Future<Response> response : threads.invokeAll(calls)) {
				responses.add(response.get());
			}
			return responses;
		}
		finally {
			threads.shutdown();
		}
	}

	@ParameterizedTest
	@MethodSource("everyGrantAndFormat")
	void aRequestWhoseWorkflowFailedCanBeMadeAgain(Grant grant, String client) {
		Grant.Request request = grant.prepare(server, client);
		Response failed = request.send("audience", "fail");
		assertThat(failed.status()).isEqualTo(400);
		assertThat(failed.json()).containsEntry("error", "server_error").doesNotContainKey("access_token");
		assertThat(request.send().status()).isEqualTo(200);
	}

}
