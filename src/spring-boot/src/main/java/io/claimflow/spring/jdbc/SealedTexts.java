package io.claimflow.spring.jdbc;

import java.util.List;

import io.claimflow.encryption.KeyRing;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The encrypted texts of a table, in its column {@code content}. Each decrypts only in
 * the row for which it was encrypted.
 */
final class SealedTexts {

	private final JdbcClient jdbc;

	private final KeyRing keys;

	private final String table;

	private final String row;

	private final String encrypted;

	/**
	 * Creates an accessor.
	 * @param table the table, with the columns {@code id} and {@code content}
	 * @param row an SQL expression of what is unique for a row and never changes in it
	 * @param encrypted an SQL condition for the rows whose text is encrypted
	 */
	SealedTexts(JdbcClient jdbc, KeyRing keys, String table, String row, String encrypted) {
		this.jdbc = jdbc;
		this.keys = keys;
		this.table = table;
		this.row = row;
		this.encrypted = encrypted;
	}

	String encrypt(String row, String text) {
		return this.keys.encrypt(text, context(row));
	}

	String decrypt(String row, String content) {
		return this.keys.decrypt(content, context(row));
	}

	private String context(String row) {
		return this.table + "/" + row;
	}

	/**
	 * Encrypts with the active key what another key has encrypted. A text that is changed
	 * meanwhile is left alone.
	 * @return the number of texts that were encrypted anew
	 */
	int reencrypt() {
		List<Text> texts = this.jdbc
			.sql("select id, %s as place, content from %s where %s".formatted(this.row, this.table, this.encrypted))
			.query((result, number) -> new Text(result.getString("id"), result.getString("place"),
					result.getString("content")))
			.list();
		return texts.stream().filter((text) -> !this.keys.isCurrent(text.content())).mapToInt(this::reencrypt).sum();
	}

	private int reencrypt(Text text) {
		String content = encrypt(text.place(), decrypt(text.place(), text.content()));
		return this.jdbc.sql("update %s set content = ? where id = ? and content = ?".formatted(this.table))
			.params(content, text.id(), text.content())
			.update();
	}

	private record Text(String id, String place, String content) {

	}

}
