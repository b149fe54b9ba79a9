package io.claimflow.spring.git.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

import io.claimflow.Limits;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * What is read, how, and within which limits.
 *
 * @param uri where the repository is
 * @param branch the name of the branch
 * @param folder the folder of the project in it, without slashes around it; empty for the
 * root
 * @param login who asks over https, or empty for anybody
 * @param ssh who asks over ssh; there has to be one for such a repository
 * @param tls makes TLS connections of sockets
 * @param privateAddresses whether the server may have an address that is not public
 * @param time how long a pull may take
 * @param maximumBytes how much a pull may receive, and how large an object in it may be
 * @param sourceBytes how large the source files of the project may be together
 * @param allowedSigners a file of those who may sign commits, or empty if nobody has to
 * @param limits the limits of a project
 */
public record GitSettings(RepositoryUri uri, String branch, String folder, Optional<GitLogin> login,
		Optional<SshAccess> ssh, SSLSocketFactory tls, boolean privateAddresses, Duration time, long maximumBytes,
		long sourceBytes, Optional<Path> allowedSigners, Limits limits) {

	/** Whether a branch can have a name. */
	public static boolean isBranch(String name) {
		return Repository.isValidRefName(Constants.R_HEADS + name);
	}

	String ref() {
		return Constants.R_HEADS + this.branch;
	}

}
