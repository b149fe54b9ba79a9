package io.claimflow.spring.jdbc;

import io.claimflow.encryption.EncryptionException;

/**
 * Encrypts anew, with the active key, everything that Claimflow keeps encrypted in the
 * database. To change keys without a pause: give every node the new key beside the old
 * one, then make the new one active on every node, then call this once, then take the old
 * one away.
 */
public final class Reencryption {

	private final EnvironmentVariables variables;

	private final WorkflowKeys keys;

	Reencryption(EnvironmentVariables variables, WorkflowKeys keys) {
		this.variables = variables;
		this.keys = keys;
	}

	/**
	 * Encrypts what another key has encrypted. It can be called while the server works,
	 * and again if it failed.
	 * @return the number of texts that were encrypted anew
	 * @throws EncryptionException if there is no key, or one is missing with which a text
	 * is encrypted; the message names it
	 */
	public int reencrypt() {
		return this.variables.reencrypt() + this.keys.reencrypt();
	}

}
