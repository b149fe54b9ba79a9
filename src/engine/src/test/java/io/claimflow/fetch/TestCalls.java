package io.claimflow.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Requests, limits and names of tests. No name is looked up in a network.
 */
final class TestCalls {

	static final NameService NO_NAMES = (name) -> {
		throw new UnknownHostException(name);
	};

	private TestCalls() {
	}

	static FetchRequest get(String url) {
		return new FetchRequest("GET", url, Map.of(), null);
	}

	/** Generous limits that open some hosts. */
	static FetchLimits open(String... allow) {
		return new FetchLimits(Duration.ofSeconds(20), 100_000, 5, List.of(allow));
	}

	/** Limits with a short time that open 127.0.0.1. */
	static FetchLimits within(Duration timeout) {
		return new FetchLimits(timeout, 100_000, 5, List.of("127.0.0.1"));
	}

	static NameService names(String... addresses) {
		return (name) -> Stream.of(addresses).map(TestCalls::address).toArray(InetAddress[]::new);
	}

	static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	static FetchResponse response(Fetcher fetcher, FetchRequest request) throws Exception {
		return fetcher.fetch(request).get(30, TimeUnit.SECONDS);
	}

	/** The message of a call that fails. */
	static String failure(Fetcher fetcher, FetchRequest request) throws Exception {
		return failure(fetcher.fetch(request));
	}

	static String failure(CompletableFuture<FetchResponse> answer) throws Exception {
		try {
			return fail("No failure but " + answer.get(30, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isExactlyInstanceOf(FetchException.class);
			return ex.getCause().getMessage();
		}
	}

}
