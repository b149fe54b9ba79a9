package io.claimflow.spring.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import io.claimflow.fetch.FetchConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * What an SSL bundle of Spring Boot trusts, as it is now: a bundle that is reloaded
 * counts for the next call.
 */
final class BundleTls implements Supplier<FetchConnections.Tls> {

	private volatile FetchConnections.Tls current;

	/**
	 * Follows a bundle.
	 * @throws org.springframework.boot.ssl.NoSuchSslBundleException if there is none of
	 * that name
	 */
	BundleTls(SslBundles bundles, String name) {
		this.current = tls(bundles.getBundle(name));
		bundles.addBundleUpdateHandler(name, (bundle) -> this.current = tls(bundle));
	}

	private static FetchConnections.Tls tls(SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		return new FetchConnections.Tls(bundle.createSslContext(), list(options.getEnabledProtocols()),
				list(options.getCiphers()));
	}

	private static List<String> list(String @Nullable [] names) {
		return (names != null) ? List.of(names) : List.of();
	}

	@Override
	public FetchConnections.Tls get() {
		return this.current;
	}

}
