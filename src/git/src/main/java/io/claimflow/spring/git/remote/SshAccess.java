package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Who asks over ssh, and which keys its servers have. A server with another key, or with
 * one that nobody has listed, is refused.
 */
public final class SshAccess {

	private static final String REVOKED = "revoked";

	private final List<KeyPair> keys;

	private final List<KnownHostEntry> knownHosts;

	private SshAccess(List<KeyPair> keys, List<KnownHostEntry> knownHosts) {
		this.keys = keys;
		this.knownHosts = knownHosts;
	}

	/**
	 * Reads a private key.
	 * @param key a key as OpenSSH or PEM files have it, without a passphrase
	 * @throws IllegalArgumentException if it cannot be used; the message is a predicate
	 * and has nothing of the key
	 */
	public static List<KeyPair> keys(InputStream key) {
		List<KeyPair> keys = new ArrayList<>();
		try {
			Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("the key"), key,
					FilePasswordProvider.EMPTY);
			if (found != null) {
				found.forEach(keys::add);
			}
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			// Its message may have something of the key.
		}
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("has no private key that can be read: it is that of a file such as"
					+ " id_ed25519, which ssh-keygen makes, without a passphrase");
		}
		return keys;
	}

	/**
	 * Reads the keys of servers, and makes an access of both.
	 * @param keys the keys to log in with
	 * @param knownHosts lines as a file known_hosts has them
	 * @param uri the repository
	 * @throws IllegalArgumentException if no key of its server is among them; the message
	 * is a predicate
	 */
	public static SshAccess of(List<KeyPair> keys, InputStream knownHosts, RepositoryUri uri) {
		SshAccess access;
		try {
			access = new SshAccess(List.copyOf(keys),
					List.copyOf(KnownHostEntry.readKnownHostEntries(knownHosts, false)));
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalArgumentException("cannot be read as a file known_hosts", ex);
		}
		if (access.serverKeys(uri).isEmpty()) {
			throw new IllegalArgumentException(
					"has no key of %s: compare what 'ssh-keyscan -p %d %s' prints with what the operator of the server publishes, and add it"
						.formatted(uri.host(), uri.port(), uri.host()));
		}
		return access;
	}

	List<KeyPair> keys() {
		return this.keys;
	}

	private List<PublicKey> serverKeys(RepositoryUri uri) {
		return keys(uri, null);
	}

	/** Keys of a server that have a marker, or none. */
	private List<PublicKey> keys(RepositoryUri uri, @Nullable String marker) {
		List<PublicKey> found = new ArrayList<>();
		for (KnownHostEntry entry : this.knownHosts) {
			boolean marked = (marker == null) ? entry.getMarker() == null || entry.getMarker().isEmpty()
					: marker.equals(entry.getMarker());
			if (marked && entry.getKeyEntry() != null && entry.isHostMatch(uri.host(), uri.port())) {
				try {
					PublicKey key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
					if (key != null) {
						found.add(key);
					}
				}
				catch (IOException | GeneralSecurityException ex) {
					// A key of a kind that nobody here can check proves nothing.
				}
			}
		}
		return found;
	}

	/** The keys of the server, for one connection to it. */
	ServerKeyDatabase database(RepositoryUri uri, Budget budget) {
		return new ServerKeyDatabase() {

			@Override
			public List<PublicKey> lookup(String connectAddress, InetSocketAddress remoteAddress,
					Configuration configuration) {
				return serverKeys(uri);
			}

			@Override
			public boolean accept(String connectAddress, InetSocketAddress remoteAddress, PublicKey serverKey,
					Configuration configuration, @Nullable CredentialsProvider provider) {
				boolean known = contains(serverKeys(uri), serverKey) && !contains(keys(uri, REVOKED), serverKey);
				if (!known) {
					budget.fail(
							("%s has the key %s, which is not in claimflow.git.known-hosts: somebody may stand between."
									+ " Compare it with what the operator of the server publishes, before you add it")
								.formatted(uri.host(), KeyUtils.getFingerPrint(serverKey)));
				}
				return known;
			}

		};
	}

	private static boolean contains(List<PublicKey> keys, PublicKey key) {
		return keys.stream().anyMatch((known) -> KeyUtils.compareKeys(known, key));
	}

	@Override
	public String toString() {
		return "SshAccess[" + this.keys.size() + " keys]";
	}

}
