package io.claimflow.spring.git;

import java.time.Duration;

import io.claimflow.spring.support.PropertyChecks;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * The git repository whose commits become deployments.
 *
 * @param uri Repository, behind https or ssh.
 * @param branch Branch whose commits are deployed.
 * @param folder Folder of the project in the repository; the root by default.
 * @param username User name for a repository behind https.
 * @param password Password or token for a repository behind https.
 * @param privateKey Private key for a repository behind ssh: a file: or base64: location.
 * @param knownHosts Keys of the server for a repository behind ssh, in the format of
 * known_hosts: a file: or base64: location.
 * @param sslBundle SSL bundle whose certificates are trusted in place of those of Java,
 * for a repository behind https.
 * @param privateAddresses Whether the server of the repository may have an address that
 * is not public.
 * @param interval Time between two looks at the repository.
 * @param backOff Longest time between two looks while it cannot be read.
 * @param time Time that a look may take.
 * @param maximumSize Size of what a look receives, and of a file in the repository.
 * @param sourceSize Size of all source files of a commit together.
 * @param live Whether a good commit is made live.
 * @param allowedSigners Those whose commits are made live, in the format of OpenSSH's
 * allowed signers: a file: location. By default commits need no signature.
 * @param webhook Call with which a git server says that there is something new.
 */
@ConfigurationProperties("claimflow.git")
record GitProperties(@DefaultValue("") String uri, @DefaultValue("main") String branch, @DefaultValue("") String folder,
		@Nullable String username, @Nullable String password, @Nullable Resource privateKey,
		@Nullable Resource knownHosts, @Nullable String sslBundle, @DefaultValue("false") boolean privateAddresses,
		@DefaultValue("1m") Duration interval, @DefaultValue("15m") Duration backOff,
		@DefaultValue("30s") Duration time, @DefaultValue("32MB") DataSize maximumSize,
		@DefaultValue("64MB") DataSize sourceSize, @DefaultValue("true") boolean live,
		@Nullable Resource allowedSigners, @DefaultValue Webhook webhook) {

	static final String PREFIX = "claimflow.git";

	private static final PropertyChecks CHECKS = new PropertyChecks(PREFIX);

	GitProperties {
		CHECKS.time("interval", interval);
		CHECKS.check("interval", interval, interval.compareTo(Duration.ofSeconds(1)) >= 0, "at least 1s");
		CHECKS.time("back-off", backOff);
		CHECKS.check("back-off", backOff, backOff.compareTo(interval) >= 0, "at least claimflow.git.interval");
		CHECKS.time("time", time);
		CHECKS.arrayBytes("maximum-size", maximumSize);
		CHECKS.arrayBytes("source-size", sourceSize);
	}

	@Override
	public String toString() {
		return "GitProperties[" + this.uri + ", " + this.branch + "]";
	}

	/**
	 * The call with which a git server says that there is something new.
	 *
	 * @param secret Secret that the git server shares; without it, there is no such call.
	 * @param bodySize Size of the body of such a call.
	 * @param callsPerMinute Number of such calls that an address may make within a
	 * minute.
	 */
	record Webhook(@Nullable String secret, @DefaultValue("1MB") DataSize bodySize,
			@DefaultValue("60") int callsPerMinute) {

		private static final PropertyChecks CHECKS = new PropertyChecks(PREFIX + ".webhook");

		Webhook {
			CHECKS.arrayBytes("body-size", bodySize);
			CHECKS.count("calls-per-minute", callsPerMinute, 1);
		}

		@Override
		public String toString() {
			return "Webhook[" + this.bodySize + "]";
		}

	}

}
