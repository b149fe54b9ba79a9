package io.claimflow.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Terminal;

/**
 * Sends requests to one server. It follows no redirect: a token goes where it is meant
 * for.
 */
final class Http {

	private static final Duration CONNECT = Duration.ofSeconds(10);

	private static final Duration ANSWER = Duration.ofMinutes(2);

	/**
	 * More than any answer has: artifacts have 20 MB at most where nothing else is said.
	 */
	private static final int BODY = 256 << 20;

	private final ServerAddress server;

	private final HttpClient client;

	Http(ServerAddress server, Optional<Path> certificates) {
		this.server = server;
		HttpClient.Builder builder = HttpClient.newBuilder()
			.connectTimeout(CONNECT)
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER);
		Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
		certificates.ifPresent((file) -> builder.sslContext(trusting(file)));
		this.client = builder.build();
	}

	private static SSLContext trusting(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
				.generateCertificates(in);
			if (certificates.isEmpty()) {
				throw new GeneralSecurityException("there is no certificate in it");
			}
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			int number = 0;
			for (Certificate certificate : certificates) {
				store.setCertificateEntry("ca-" + number++, certificate);
			}
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw Failure.ofUsage("The certificates in " + file + " cannot be read: " + ex.getMessage(),
					"Name a file of certificates in PEM.");
		}
	}

	/**
	 * An answer.
	 *
	 * @param status the status code
	 * @param type the media type, or the empty text
	 * @param body the body
	 * @param entityTag the entity tag, or the empty text
	 * @param retryAfter when to try again, in seconds, or the empty text
	 */
	record Answer(int status, String type, byte[] body, String entityTag, String retryAfter) {

		boolean isJson() {
			return this.type.matches("application/(problem\\+)?json\\b.*");
		}

	}

	/**
	 * An answer whose body goes on.
	 *
	 * @param answer the answer, with a body if it is no stream of events
	 * @param body the body
	 */
	record Opened(Answer answer, InputStream body) {

		private static Opened of(HttpResponse<InputStream> response) {
			return header(response, "Content-Type").startsWith("text/event-stream")
					? new Opened(Http.answer(response, new byte[0]), response.body())
					: new Opened(read(response), InputStream.nullInputStream());
		}

	}

	/**
	 * Sends a request.
	 * @throws Failure if nothing comes back
	 */
	Answer send(HttpRequest.Builder request) {
		return send(request, Http::read);
	}

	/**
	 * Sends a request whose answer is a stream of events.
	 * @throws Failure if nothing comes back
	 */
	Opened open(HttpRequest.Builder request) {
		return send(request, Opened::of);
	}

	private <T> T send(HttpRequest.Builder request, Function<HttpResponse<InputStream>, T> read) {
		CompletableFuture<T> answer = this.client
			.sendAsync(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream())
			.thenApplyAsync(read);
		try {
			return answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			answer.cancel(true);
			throw unreachable("does not answer within " + ANSWER.toSeconds() + " s");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unreachable("was not waited for");
		}
		catch (ExecutionException ex) {
			throw failed((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	private static Answer read(HttpResponse<InputStream> response) {
		try (InputStream in = response.body()) {
			return answer(response, in.readNBytes(BODY));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static Answer answer(HttpResponse<?> response, byte[] body) {
		return new Answer(response.statusCode(), header(response, "Content-Type"), body, header(response, "ETag"),
				header(response, "Retry-After"));
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	private Failure failed(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SSLException) {
				return Failure.ofServer(
						"The certificate of " + this.server.url() + " is not trusted: "
								+ Terminal.oneLine(String.valueOf(cause.getMessage())),
						"If it is of an authority of your own, name the certificate of that with --ca.");
			}
			if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
				return unreachable("has a name that nobody knows here");
			}
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException) {
				return unreachable("accepts no connection");
			}
		}
		return unreachable("gave no answer ("
				+ Terminal.oneLine(Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName()))
				+ ")");
	}

	private Failure unreachable(String why) {
		return Failure.ofServer("The server " + this.server.url() + " " + why,
				"See that the URL is right, that the server is up, and whether a proxy is in between.");
	}

}
