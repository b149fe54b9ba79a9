package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifier.TrustLevel;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Verifies the ssh signature of a commit with a file of allowed signers.
 *
 * @param allowedSigners the file, or empty if nobody has to sign
 */
record Signatures(Optional<Path> allowedSigners) {

	Signature verify(Repository repository, RevCommit commit) throws IOException {
		if (this.allowedSigners.isEmpty()) {
			return new Signature.NotRequired();
		}
		byte[] signature = commit.getRawGpgSignature();
		if (signature == null) {
			return new Signature.Bad("It is not signed");
		}
		if (SignatureVerifiers.getFormat(signature) != GpgConfig.GpgFormat.SSH) {
			return new Signature.Bad("It is signed, but not with an ssh key");
		}
		repository.getConfig()
			.setString("gpg", "ssh", "allowedSignersFile", this.allowedSigners.get().toAbsolutePath().toString());
		SignatureVerification verification = SignatureVerifiers.verify(repository,
				new GpgConfig(repository.getConfig()), commit);
		if (verification == null) {
			return new Signature.Bad("Its signature cannot be verified");
		}
		if (verification.verified() && verification.trustLevel() == TrustLevel.FULL && !verification.expired()) {
			return new Signature.Good(GitRepository.line(String.valueOf(verification.keyUser())));
		}
		return new Signature.Bad("Its signature, of the key %s, is not that of an allowed signer (%s)".formatted(
				GitRepository.line(String.valueOf(verification.keyFingerprint())),
				GitRepository.line(String.valueOf(verification.message()))));
	}

}
