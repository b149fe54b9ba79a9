package io.claimflow.spring.deployment.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import org.jspecify.annotations.Nullable;

/**
 * The codes that authenticate rows: who can write to the table, but has none of the keys,
 * cannot make one. A code covers the name of its table and every column that is given,
 * each with its length.
 */
final class RowCodes {

	private final KeyRing keys;

	RowCodes(KeyRing keys) {
		this.keys = keys;
	}

	/** The code of a row. */
	String code(String table, @Nullable Object... columns) {
		return this.keys.authenticate(bytes(columns), table);
	}

	/**
	 * Checks the code of a row.
	 * @param row which row it is, for people
	 * @throws TamperedDeploymentException if the row is not what it was
	 */
	void check(String row, String code, String table, @Nullable Object... columns) {
		try {
			if (this.keys.isAuthentic(bytes(columns), table, code)) {
				return;
			}
		}
		catch (EncryptionException ex) {
			throw new TamperedDeploymentException(
					row + " cannot be authenticated: " + ex.getMessage() + ". It is not used", ex);
		}
		throw new TamperedDeploymentException(row + " was not written with the keys of claimflow.encryption, or was"
				+ " changed since. It is not used. Find out who can write to the table " + table, null);
	}

	/** Whether the key of a code is the one that authenticates now. */
	boolean isCurrent(String code) {
		return this.keys.isCurrent(code);
	}

	private static byte[] bytes(@Nullable Object... columns) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			for (Object column : columns) {
				if (column == null) {
					out.writeInt(-1);
				}
				else {
					byte[] text = column.toString().getBytes(StandardCharsets.UTF_8);
					out.writeInt(text.length);
					out.write(text);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
