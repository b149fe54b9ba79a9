package io.claimflow.spring.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

import javax.net.ssl.SSLSocketFactory;

import io.claimflow.Limits;
import io.claimflow.spring.git.remote.GitLogin;
import io.claimflow.spring.git.remote.GitSettings;
import io.claimflow.spring.git.remote.RepositoryUri;
import io.claimflow.spring.git.remote.SshAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * Makes settings of properties. What cannot work ends the start, with the property and
 * what to write; no value is shown, as it may be a secret at the wrong place.
 */
final class GitConfiguration {

	private static final String NOT_SHOWN = "(not shown)";

	private final GitProperties properties;

	private final SslBundles bundles;

	GitConfiguration(GitProperties properties, SslBundles bundles) {
		this.properties = properties;
		this.bundles = bundles;
	}

	GitSettings settings(Limits limits) {
		RepositoryUri uri = uri();
		boolean ssh = uri.kind() == RepositoryUri.Kind.SSH;
		if (!GitSettings.isBranch(this.properties.branch())) {
			throw invalid("branch", "It is not the name of a branch, such as main.");
		}
		return new GitSettings(uri, this.properties.branch(), folder(), ssh ? Optional.empty() : login(),
				ssh ? Optional.of(ssh(uri)) : Optional.empty(), tls(), this.properties.privateAddresses(),
				this.properties.time(), this.properties.maximumSize().toBytes(), this.properties.sourceSize().toBytes(),
				allowedSigners(), limits);
	}

	private RepositoryUri uri() {
		try {
			return RepositoryUri.of(this.properties.uri());
		}
		catch (IllegalArgumentException ex) {
			throw invalid("uri", "It " + ex.getMessage() + ".");
		}
	}

	private String folder() {
		String folder = StringUtils
			.trimTrailingCharacter(StringUtils.trimLeadingCharacter(this.properties.folder(), '/'), '/');
		for (String segment : folder.split("/", -1)) {
			if ((segment.isEmpty() && !folder.isEmpty()) || segment.equals(".") || segment.equals("..")
					|| segment.indexOf('\\') >= 0) {
				throw invalid("folder", "It is not the path of a folder in the repository, such as auth/workflows.");
			}
		}
		return folder;
	}

	private Optional<GitLogin> login() {
		String username = this.properties.username();
		String password = this.properties.password();
		if (StringUtils.hasText(username) != StringUtils.hasText(password)) {
			throw invalid("username", "The user name and claimflow.git.password are set together, or neither is.");
		}
		return (username != null && password != null && !username.isBlank())
				? Optional.of(new GitLogin(username, password)) : Optional.empty();
	}

	private SshAccess ssh(RepositoryUri uri) {
		return read("known-hosts", this.properties.knownHosts(), (hosts) -> SshAccess
			.of(read("private-key", this.properties.privateKey(), SshAccess::keys), hosts, uri));
	}

	private <T> T read(String property, @Nullable Resource resource, Function<InputStream, T> reader) {
		if (resource == null) {
			throw invalid(property, "A repository behind ssh needs it: a file: or base64: location.");
		}
		try (InputStream stream = resource.getInputStream()) {
			return reader.apply(stream);
		}
		catch (IOException ex) {
			throw invalid(property, "It cannot be read: name a file: or base64: location.");
		}
		catch (IllegalArgumentException ex) {
			throw invalid(property, "It " + ex.getMessage() + ".");
		}
	}

	private SSLSocketFactory tls() {
		String bundle = this.properties.sslBundle();
		if (!StringUtils.hasText(bundle)) {
			return (SSLSocketFactory) SSLSocketFactory.getDefault();
		}
		try {
			return this.bundles.getBundle(bundle).createSslContext().getSocketFactory();
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidConfigurationPropertyValueException(GitProperties.PREFIX + ".ssl-bundle", bundle,
					"There is no SSL bundle of that name: make one below spring.ssl.bundle.");
		}
	}

	private Optional<Path> allowedSigners() {
		Resource resource = this.properties.allowedSigners();
		if (resource == null) {
			return Optional.empty();
		}
		try {
			if (resource.isFile() && resource.isReadable()) {
				return Optional.of(resource.getFile().toPath().toAbsolutePath());
			}
		}
		catch (IOException ex) {
			// As for one that cannot be read.
		}
		throw invalid("allowed-signers", "There is no such file that can be read: without it, no commit goes live.");
	}

	static InvalidConfigurationPropertyValueException invalid(String property, String reason) {
		return new InvalidConfigurationPropertyValueException(GitProperties.PREFIX + "." + property, NOT_SHOWN, reason);
	}

}
