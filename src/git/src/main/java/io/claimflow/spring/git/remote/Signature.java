package io.claimflow.spring.git.remote;

/** Whether a commit is signed by whom it should be. */
public sealed interface Signature {

	/** Nobody has to sign. */
	record NotRequired() implements Signature {

	}

	/**
	 * Signed with a key that is allowed.
	 *
	 * @param signer the principal of the key in the file of allowed signers
	 */
	record Good(String signer) implements Signature {

	}

	/**
	 * Not signed with a key that is allowed.
	 *
	 * @param reason why, as a sentence without a full stop
	 */
	record Bad(String reason) implements Signature {

	}

}
