package io.claimflow.spring.git.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.transport.UploadPack;

/**
 * A git server over ssh on this machine, which can be told to do something else.
 */
public final class TestSshServer implements AutoCloseable {

	private final SshServer server = SshServer.setUpDefaultServer();

	private final KeyPair hostKey;

	private final AtomicReference<Work> instead = new AtomicReference<>();

	/** Who may log in. */
	private final KeyPair user;

	public TestSshServer(TestRepository repository) throws Exception {
		this.hostKey = key();
		this.user = key();
		this.server.setHost("127.0.0.1");
		this.server.setPort(0);
		this.server.setKeyPairProvider(KeyPairProvider.wrap(this.hostKey));
		this.server.setPublickeyAuthenticator(
				(name, key, session) -> name.equals("git") && KeyUtils.compareKeys(key, this.user.getPublic()));
		this.server.setCommandFactory((channel, command) -> new Task((input, output, errors, environment) -> {
			Work other = this.instead.get();
			if (other != null) {
				other.run(input, output, errors, environment);
				return;
			}
			UploadPack pack = new UploadPack(repository.repository());
			String version = environment.get("GIT_PROTOCOL");
			if (version != null) {
				pack.setExtraParameters(List.of(version));
			}
			pack.upload(input, output, errors);
		}));
		this.server.start();
	}

	static KeyPair key() throws GeneralSecurityException {
		return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
	}

	/** The text of a private key, as a file has it. */
	static String privateKey(KeyPair key) throws Exception {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, text);
		return text.toString(StandardCharsets.US_ASCII);
	}

	static String publicKey(KeyPair key) {
		return PublicKeyEntry.toString(key.getPublic());
	}

	/** Writes the key of who may log in. */
	public Path userKey(Path file) throws Exception {
		return Files.writeString(file, privateKey(this.user));
	}

	String userKey() throws Exception {
		return privateKey(this.user);
	}

	/** A line that lets who may log in sign as somebody. */
	public String signer(String principal) {
		return principal + " " + publicKey(this.user) + "\n";
	}

	/** A line that says which key this server has. */
	public String knownHost() {
		return "[127.0.0.1]:" + this.server.getPort() + " " + publicKey(this.hostKey) + "\n";
	}

	String knownHost(KeyPair key) {
		return "[127.0.0.1]:" + this.server.getPort() + " " + publicKey(key) + "\n";
	}

	void instead(Work work) {
		this.instead.set(work);
	}

	void asUsual() {
		this.instead.set(null);
	}

	public String uri() {
		return "ssh://git@127.0.0.1:" + this.server.getPort() + "/project.git";
	}

	@Override
	public void close() throws IOException {
		this.server.stop(true);
	}

	/** What a command does. */
	@FunctionalInterface
	interface Work {

		void run(InputStream input, OutputStream output, OutputStream errors, Map<String, String> environment)
				throws Exception;

	}

	private static final class Task implements Command {

		private final Work work;

		private InputStream input = InputStream.nullInputStream();

		private OutputStream output = OutputStream.nullOutputStream();

		private OutputStream errors = OutputStream.nullOutputStream();

		private ExitCallback exit = (code, message, close) -> {
		};

		private Thread thread = new Thread();

		Task(Work work) {
			this.work = work;
		}

		@Override
		public void setInputStream(InputStream input) {
			this.input = input;
		}

		@Override
		public void setOutputStream(OutputStream output) {
			this.output = output;
		}

		@Override
		public void setErrorStream(OutputStream errors) {
			this.errors = errors;
		}

		@Override
		public void setExitCallback(ExitCallback exit) {
			this.exit = exit;
		}

		@Override
		public void start(ChannelSession channel, Environment environment) {
			this.thread = new Thread(() -> {
				int code = 1;
				try {
					this.work.run(this.input, this.output, this.errors, environment.getEnv());
					this.output.flush();
					code = 0;
				}
				catch (Exception ex) {
					// The client has had enough.
				}
				this.exit.onExit(code);
			}, "test-git-ssh");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		@Override
		public void destroy(ChannelSession channel) {
			this.thread.interrupt();
		}

	}

}
