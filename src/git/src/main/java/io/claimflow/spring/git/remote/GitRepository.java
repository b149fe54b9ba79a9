package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.claimflow.project.Project;
import io.claimflow.project.SourceNames;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;

/**
 * A repository elsewhere, whose branch can be looked at. Each look is within the limits
 * of its settings, and keeps nothing on disk or open. It reads no configuration of the
 * user's or the system's, and changes none of the library's.
 */
public final class GitRepository {

	private static final int TEXT = 300;

	/** A read that takes longer will not end. */
	private static final int READ_SECONDS = 10;

	private final GitSettings settings;

	private final Signatures signatures;

	public GitRepository(GitSettings settings) {
		this.settings = settings;
		this.signatures = new Signatures(settings.allowedSigners());
	}

	/**
	 * Reads the commit at the head of the branch, unless it is known.
	 * @param known the name of the commit that is known
	 * @return the commit; empty if it is the known one
	 * @throws GitException if that is not possible
	 */
	public Optional<GitCommit> pull(Optional<String> known) throws GitException {
		Budget budget = new Budget(this.settings.time(), this.settings.maximumBytes());
		try (budget;
				PulledRepository repository = new PulledRepository(budget,
						this.settings.limits().projectFiles() * CommitTree.ENTRIES_PER_FILE);
				Transport transport = transport(repository, budget);
				FetchConnection connection = open(transport)) {
			Ref head = connection.getRef(this.settings.ref());
			if (head == null || head.getObjectId() == null) {
				throw new GitException(
						("The repository has no branch \"%s\": correct claimflow.git.branch, or make the branch"
								+ " again")
							.formatted(this.settings.branch()),
						null);
			}
			ObjectId id = head.getObjectId();
			if (known.equals(Optional.of(id.name()))) {
				return Optional.empty();
			}
			connection.fetch(NullProgressMonitor.INSTANCE, List.of(head), Set.of());
			return Optional.of(read(repository, id));
		}
		catch (IOException | RuntimeException ex) {
			throw new GitException(budget.problem().orElseGet(() -> describe(ex)), ex);
		}
		finally {
			// Of the budget, which is closed.
			if (budget.problem().isPresent()) {
				Thread.interrupted();
			}
		}
	}

	private Transport transport(PulledRepository repository, Budget budget) throws IOException {
		Transport transport = Transport.open(repository, this.settings.uri().toUriish());
		AddressCheck addresses = new AddressCheck(this.settings.privateAddresses());
		RepositoryUri uri = this.settings.uri();
		if (uri.kind() == RepositoryUri.Kind.HTTPS && transport instanceof TransportHttp http) {
			http.setHttpConnectionFactory(new HttpsConnections(uri, addresses, this.settings.tls(),
					this.settings.login().isPresent(), budget));
			this.settings.login()
				.ifPresent((login) -> http.setPreemptiveBasicAuthentication(login.username(), login.password()));
		}
		else if (uri.kind() == RepositoryUri.Kind.SSH && transport instanceof SshTransport ssh) {
			ssh.setSshSessionFactory(new SshSessions(uri, this.settings.ssh().orElseThrow(), addresses, budget));
		}
		else {
			transport.close();
			throw new IllegalStateException("The git library has another way to " + uri.kind());
		}
		// The default of the process may belong to somebody else.
		transport.setCredentialsProvider(null);
		transport.setTimeout((int) Math.max(1, Math.min(READ_SECONDS, this.settings.time().toSeconds())));
		transport.setDepth(1);
		transport.setTagOpt(TagOpt.NO_TAGS);
		return transport;
	}

	private FetchConnection open(Transport transport) throws IOException, GitException {
		FetchConnection connection = transport.openFetch(List.of(new RefSpec(this.settings.ref())),
				this.settings.ref());
		if (!(connection instanceof BasePackFetchConnection)) {
			connection.close();
			throw new GitException("The server answers, but not as a git server does: look at claimflow.git.uri", null);
		}
		return connection;
	}

	private GitCommit read(PulledRepository repository, ObjectId id) throws IOException, GitException {
		try (ObjectReader reader = repository.newObjectReader(); RevWalk walk = new RevWalk(reader)) {
			RevCommit commit = walk.parseCommit(id);
			Signature signature = this.signatures.verify(repository, commit);
			String folder = this.settings.folder();
			String location = (folder.isEmpty() ? "" : "The folder " + folder + " of the ")
					+ (folder.isEmpty() ? "The c" : "c") + "ommit " + id.abbreviate(12).name();
			Project project = new CommitTree(reader, this.settings.limits(), this.settings.sourceBytes())
				.read(commit.getTree(), folder, location);
			return new GitCommit(id.name(),
					line(commit.getAuthorIdent().toExternalString().replaceFirst(" \\d+ [+-]\\d+$", "")),
					line(commit.getShortMessage()), commit.getCommitterIdent().getWhenAsInstant(),
					Stream.of(commit.getParents()).map(ObjectId::name).toList(), signature, project);
		}
	}

	private String describe(Exception ex) {
		if (find(ex, UnknownHostException.class)) {
			return "There is no host %s: look at claimflow.git.uri".formatted(this.settings.uri().host());
		}
		if (find(ex, SSLException.class)) {
			return "The certificate of %s is not trusted, or its TLS cannot be spoken: set claimflow.git.ssl-bundle for one of your own authority"
				.formatted(this.settings.uri().host());
		}
		if (find(ex, ConnectException.class)) {
			return "%s does not take connections at port %d: look whether it runs".formatted(this.settings.uri().host(),
					this.settings.uri().port());
		}
		if (find(ex, TooLargeObjectInPackException.class)) {
			return "The repository has a file of more than %d bytes: keep it out, or raise claimflow.git.maximum-size"
				.formatted(this.settings.maximumBytes());
		}
		if (SshSessions.isLoginDenied(ex)) {
			return "%s does not take claimflow.git.private-key of the user %s: let it read the repository there"
				.formatted(this.settings.uri().host(), this.settings.uri().user().orElse(SshSessions.USER));
		}
		return "The repository could not be read: " + line(String.valueOf(ex.getMessage()));
	}

	private static boolean find(Throwable ex, Class<? extends Throwable> type) {
		Throwable cause = ex;
		for (int i = 0; i < 20 && cause != null; i++) {
			if (type.isInstance(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	/** What others write, on one line and not too long. */
	static String line(String text) {
		String line = SourceNames.shown(text.strip().replaceAll("\\R", " "));
		return (line.length() <= TEXT) ? line : line.substring(0, TEXT) + "…";
	}

}
