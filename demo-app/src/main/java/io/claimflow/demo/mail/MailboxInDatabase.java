package io.claimflow.demo.mail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.claimflow.demo.EncryptionKeys;
import io.claimflow.encryption.KeyRing;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The mails of all nodes. Their links are secrets, so they are encrypted.
 */
@Component
@Profile("cluster")
class MailboxInDatabase implements Mailbox {

	private final JdbcClient jdbc;

	private final KeyRing encryption;

	private final JsonMapper json;

	MailboxInDatabase(JdbcClient jdbc, EncryptionKeys encryption, JsonMapper json) {
		this.jdbc = jdbc;
		this.encryption = encryption.ring();
		this.json = json;
	}

	@Override
	@Transactional
	public void send(String to, String subject, String text, String link, String linkText) {
		String id = UUID.randomUUID().toString();
		String mail = this.json.writeValueAsString(new Mail(to, subject, text, link, linkText, Instant.now()));
		this.jdbc.sql("insert into mail (id, content) values (?, ?)")
			.params(id, this.encryption.encrypt(mail, context(id)))
			.update();
		this.jdbc.sql("delete from mail where id not in (select id from mail order by sent_at desc limit ?)")
			.param(CAPACITY)
			.update();
	}

	@Override
	public List<Mail> mails() {
		return this.jdbc.sql("select id, content from mail order by sent_at desc limit ?")
			.param(CAPACITY)
			.query((row, index) -> this.json
				.readValue(this.encryption.decrypt(row.getString("content"), context(row.getString("id"))), Mail.class))
			.list();
	}

	private static String context(String id) {
		return "mail/" + id;
	}

}
