package io.claimflow.spring.git.remote;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConstants;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one pull over ssh: with one key, to an address that was checked, of a
 * server whose key is known, within a budget. No file of a user's is read, no agent is
 * asked, and there is no proxy.
 */
final class SshSessions extends SshSessionFactory {

	/** As git hosts have it. */
	static final String USER = "git";

	/** No folder: what would be looked for in it is not there. */
	private static final File NOWHERE = new File("/nonexistent");

	private final RepositoryUri uri;

	private final SshAccess access;

	private final AddressCheck addresses;

	private final Budget budget;

	SshSessions(RepositoryUri uri, SshAccess access, AddressCheck addresses, Budget budget) {
		this.uri = uri;
		this.access = access;
		this.addresses = addresses;
		this.budget = budget;
	}

	@Override
	public BoundedSession getSession(URIish target, @Nullable CredentialsProvider credentials, FS files, int timeout)
			throws TransportException {
		try {
			InetAddress address = this.addresses.resolve(this.uri.host(), this.budget);
			SshdSession session = factory(address).getSession(target, null, files, timeout);
			this.budget.opened(session::disconnect);
			return new BoundedSession(session, this.budget);
		}
		catch (TransportException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new TransportException(target, String.valueOf(ex.getMessage()), ex);
		}
	}

	private SshdSessionFactory factory(InetAddress address) {
		SshConfigStore.HostConfig host = new Host(Map.of(SshConstants.HOST_NAME, address.getHostAddress(),
				SshConstants.USER, this.uri.user().orElse(USER)));
		SshConfigStore hosts = new SshConfigStore() {

			@Override
			public HostConfig lookup(String hostName, int port, @Nullable String userName) {
				return host;
			}

			@Override
			public HostConfig lookupDefault(String hostName, int port, @Nullable String userName) {
				return host;
			}

		};
		return new SshdSessionFactoryBuilder().setHomeDirectory(NOWHERE)
			.setSshDirectory(NOWHERE)
			.setPreferredAuthentications("publickey")
			.setConfigFile((folder) -> null)
			.setConfigStoreFactory((home, file, user) -> hosts)
			.setDefaultKnownHostsFiles((folder) -> List.of())
			.setDefaultIdentities((folder) -> List.of())
			.setDefaultKeysProvider((folder) -> this.access.keys())
			.setServerKeyDatabase((home, folder) -> this.access.database(this.uri, this.budget))
			.setConnectorFactory(null)
			.build(null);
	}

	/** Whether a server has refused the key. */
	static boolean isLoginDenied(Throwable ex) {
		Throwable cause = ex;
		for (int i = 0; i < 20 && cause != null; i++) {
			if (cause instanceof SshException ssh && ssh
				.getDisconnectCode() == org.apache.sshd.common.SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	@Override
	public String getType() {
		return "claimflow";
	}

	/** What a file of ssh would say of the host: its address. */
	private record Host(Map<String, String> options) implements SshConfigStore.HostConfig {

		@Override
		public @Nullable String getValue(String key) {
			return this.options.get(key);
		}

		@Override
		public List<String> getValues(String key) {
			String value = this.options.get(key);
			return (value != null) ? List.of(value) : List.of();
		}

		@Override
		public Map<String, String> getOptions() {
			return this.options;
		}

		@Override
		public Map<String, List<String>> getMultiValuedOptions() {
			return Map.of();
		}

	}

	/** A session whose commands receive what the budget has. */
	static final class BoundedSession implements RemoteSession2 {

		private final SshdSession session;

		private final Budget budget;

		BoundedSession(SshdSession session, Budget budget) {
			this.session = session;
			this.budget = budget;
		}

		@Override
		public Process exec(String command, int timeout) throws IOException {
			return new BoundedProcess(this.session.exec(command, timeout), this.budget);
		}

		@Override
		public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
			return new BoundedProcess(this.session.exec(command, environment, timeout), this.budget);
		}

		@Override
		public void disconnect() {
			this.session.disconnect();
		}

	}

	private static final class BoundedProcess extends Process {

		private final Process process;

		private final Budget budget;

		BoundedProcess(Process process, Budget budget) {
			this.process = process;
			this.budget = budget;
		}

		@Override
		public OutputStream getOutputStream() {
			return this.process.getOutputStream();
		}

		@Override
		public InputStream getInputStream() {
			return this.budget.bound(this.process.getInputStream());
		}

		@Override
		public InputStream getErrorStream() {
			return this.budget.bound(this.process.getErrorStream());
		}

		@Override
		public int waitFor() throws InterruptedException {
			return this.process.waitFor();
		}

		@Override
		public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
			return this.process.waitFor(timeout, unit);
		}

		@Override
		public int exitValue() {
			return this.process.exitValue();
		}

		@Override
		public void destroy() {
			this.process.destroy();
		}

		@Override
		public boolean isAlive() {
			return this.process.isAlive();
		}

	}

}
