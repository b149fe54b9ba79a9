package io.claimflow.spring.jdbc;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.jdbc.VariableChange.Kind;
import io.claimflow.spring.jdbc.VariableHistory.Author;
import io.claimflow.encryption.SecureBody;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys of {@code kinde.secureFetch} that are in the database, in the table
 * {@code claimflow_workflow_key}. A workflow may have several, one of which is active and
 * encrypts; those who receive hold both while keys change. Keys are encrypted where they
 * rest, and shown once, when they are created. Safe for use by many threads.
 * <p>
 * Every method throws a {@link DataAccessException} if the database does not answer, or
 * has no such table.
 */
public final class WorkflowKeys {

	/** The number of keys that a workflow can have. */
	public static final int MAXIMUM = 10;

	private static final int WORKFLOW_ID_LENGTH = 1000;

	private static final String DEACTIVATE = "update claimflow_workflow_key set activation = 0 where workflow_id = ?";

	private final JdbcClient jdbc;

	private final SealedTexts keys;

	private final Clock clock = Clock.systemUTC();

	private final VariableHistory history;

	private final Author author;

	/**
	 * Creates the accessor of the table, which notes no change.
	 * @param jdbc runs its statements
	 * @param keys encrypts the keys
	 */
	public WorkflowKeys(JdbcClient jdbc, KeyRing keys) {
		this(jdbc, keys, VariableHistory.none(jdbc));
	}

	WorkflowKeys(JdbcClient jdbc, KeyRing keys, VariableHistory history) {
		this(jdbc, new SealedTexts(jdbc, keys, "claimflow_workflow_key", "workflow_id || '/' || id", "1 = 1"), history,
				Author.APPLICATION);
	}

	private WorkflowKeys(JdbcClient jdbc, SealedTexts keys, VariableHistory history, Author author) {
		this.jdbc = jdbc;
		this.keys = keys;
		this.history = history;
		this.author = author;
	}

	/**
	 * The same keys, for somebody who changes them: the {@link VariableHistory} says who
	 * did, and why.
	 * @param who the name of a person or a client
	 * @param why the reason, or empty
	 */
	public WorkflowKeys by(String who, String why) {
		return new WorkflowKeys(this.jdbc, this.keys, this.history, new Author(who, why));
	}

	/**
	 * Creates a random key. The first one of a workflow is active at once.
	 * @param workflowId the {@code id} of the workflow's settings
	 * @return the key, which is not shown again
	 * @throws IllegalArgumentException if the identifier cannot be taken, or the workflow
	 * has {@value #MAXIMUM} keys already
	 * @throws EncryptionException if there is no key to encrypt it with
	 */
	public Created create(String workflowId) {
		return add(workflowId, SecureBody.newKey());
	}

	/**
	 * Adds a key that others know already. The first one of a workflow is active at once.
	 * @param workflowId the {@code id} of the workflow's settings
	 * @param key Base64 of 32 bytes
	 * @throws IllegalArgumentException if the identifier or the key cannot be taken, or
	 * the workflow has {@value #MAXIMUM} keys already
	 * @throws EncryptionException if there is no key to encrypt it with
	 */
	public Created add(String workflowId, String key) {
		if (workflowId.isEmpty() || workflowId.length() > WORKFLOW_ID_LENGTH) {
			throw new IllegalArgumentException(
					"The identifier of a workflow has 1 to %d characters".formatted(WORKFLOW_ID_LENGTH));
		}
		if (!SecureBody.isKey(key)) {
			throw new IllegalArgumentException("A key is Base64 of 32 bytes, and this is not");
		}
		int others = list(workflowId).size();
		if (others >= MAXIMUM) {
			throw new IllegalArgumentException(
					"The workflow \"%s\" has %d keys, and no more can be: delete one".formatted(workflowId, MAXIMUM));
		}
		String id = "key_" + UUID.randomUUID().toString().replace("-", "");
		Instant now = this.clock.instant();
		String content = this.keys.encrypt(workflowId + "/" + id, key);
		this.history.together(() -> {
			this.history.note(Kind.KEY_CREATED, workflowId, id, this.author);
			return this.jdbc.sql(
					"insert into claimflow_workflow_key (id, workflow_id, content, activation, created_at) values (?, ?, ?, ?, ?)")
				.params(id, workflowId, content, (others == 0) ? 1 : 0, now.atOffset(ZoneOffset.UTC))
				.update();
		});
		return new Created(new WorkflowKey(id, workflowId, others == 0, now), key);
	}

	/**
	 * Lets a key encrypt, in place of the one that does.
	 * @return whether there is such a key
	 */
	public boolean activate(String id) {
		return changed(Kind.KEY_ACTIVATED, id, """
				update claimflow_workflow_key set activation = (
				  select 1 + max(other.activation) from claimflow_workflow_key other
				  where other.workflow_id = claimflow_workflow_key.workflow_id)
				where id = ?
				""", id);
	}

	/** Changes rows on account of a key, and notes that of the key. */
	private boolean changed(Kind kind, String id, String statement, String parameter) {
		return find(id).filter((key) -> this.history.together(() -> {
			boolean mine = this.jdbc.sql(statement).param(parameter).update() > 0;
			if (mine) {
				this.history.note(kind, key.workflowId(), id, this.author);
			}
			return mine;
		})).isPresent();
	}

	/**
	 * Lets a key encrypt no more, and no other one in its place. The workflow can send
	 * nothing then.
	 * @return whether there is such a key
	 */
	public boolean deactivate(String id) {
		Optional<WorkflowKey> key = find(id);
		key.filter(WorkflowKey::active)
			.ifPresent((active) -> changed(Kind.KEY_DEACTIVATED, id, DEACTIVATE, active.workflowId()));
		return key.isPresent();
	}

	/**
	 * Deletes a key. If it is the active one, no other one is in its place.
	 * @return whether there was such a key
	 */
	public boolean delete(String id) {
		return this.history.together(() -> {
			find(id).filter(WorkflowKey::active)
				.ifPresent((active) -> this.jdbc.sql(DEACTIVATE).param(active.workflowId()).update());
			return changed(Kind.KEY_DELETED, id, "delete from claimflow_workflow_key where id = ?", id);
		});
	}

	/** A key. */
	public Optional<WorkflowKey> find(String id) {
		return query("select other.workflow_id from claimflow_workflow_key other where other.id = ?", id).stream()
			.filter((key) -> key.id().equals(id))
			.findFirst();
	}

	/** The keys of a workflow, from the oldest on. */
	public List<WorkflowKey> list(String workflowId) {
		return query("?", workflowId);
	}

	private List<WorkflowKey> query(String workflowId, String parameter) {
		List<Row> rows = this.jdbc.sql("""
				select id, workflow_id, activation, created_at from claimflow_workflow_key
				where workflow_id = (%s) order by created_at, id
				""".formatted(workflowId))
			.param(parameter)
			.query((result, number) -> new Row(result.getString("id"), result.getString("workflow_id"),
					result.getLong("activation"), result.getObject("created_at", OffsetDateTime.class).toInstant()))
			.list();
		Optional<Row> active = rows.stream()
			.filter((row) -> row.activation() > 0)
			.max(java.util.Comparator.comparingLong(Row::activation).thenComparing(Row::id));
		return rows.stream()
			.map((row) -> new WorkflowKey(row.id(), row.workflowId(), active.filter(row::equals).isPresent(),
					row.createdAt()))
			.toList();
	}

	/**
	 * Encrypts with the active key of the server what other keys have encrypted.
	 * @return the number of keys that were encrypted anew
	 * @throws EncryptionException if there is no key, or one is missing
	 */
	public int reencrypt() {
		return this.keys.reencrypt();
	}

	/** What a workflow encrypts with. */
	Optional<String> active(String workflowId) {
		return this.jdbc.sql("""
				select id, content from claimflow_workflow_key
				where workflow_id = ? and activation > 0 order by activation desc, id desc limit 1
				""")
			.param(workflowId)
			.query((result, number) -> this.keys.decrypt(workflowId + "/" + result.getString("id"),
					result.getString("content")))
			.optional();
	}

	private record Row(String id, String workflowId, long activation, Instant createdAt) {

	}

	/**
	 * A key that was created.
	 *
	 * @param key what is known of it later
	 * @param base64 the key itself, for those who receive; it is not shown again
	 */
	public record Created(WorkflowKey key, String base64) {

		/** Never shows the key. */
		@Override
		public String toString() {
			return "Created[key=" + this.key + "]";
		}

	}

}
