package io.claimflow.spring.jdbc;

import java.util.List;

import io.claimflow.encryption.EncryptionException;

/**
 * Encrypts anew, with the active key, everything that Claimflow keeps encrypted in the
 * database, and authenticates anew what it keeps authenticated. To change keys without a
 * pause: give every node the new key beside the old one, then make the new one active on
 * every node, then call this once, then take the old one away.
 */
public final class Reencryption {

	private final EnvironmentVariables variables;

	private final WorkflowKeys keys;

	private final List<KeyedRows> others;

	Reencryption(EnvironmentVariables variables, WorkflowKeys keys, List<KeyedRows> others) {
		this.variables = variables;
		this.keys = keys;
		this.others = others;
	}

	/**
	 * Encrypts what another key has encrypted, and authenticates what another key has
	 * authenticated. It can be called while the server works, and again if it failed.
	 * @return the number of texts and rows
	 * @throws EncryptionException if there is no key, or one is missing with which a text
	 * is encrypted; the message names it
	 */
	public int reencrypt() {
		return this.variables.reencrypt() + this.keys.reencrypt()
				+ this.others.stream().mapToInt(KeyedRows::renew).sum();
	}

}
