package io.claimflow.spring.deployment.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import javax.sql.DataSource;

import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.jdbc.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for somebody who can write to the tables, and has none of the keys: no code comes
 * to life, and what was live stays live.
 */
@ParameterizedClass
@EnumSource
class TamperedRowsTests {

	private static final Change CHANGE = Change.by("ann", "");

	private static final KeyRing KEYS = Database.keys("k1", Database.KEY);

	private final DataSource source;

	private final JdbcClient jdbc;

	private final StoreNode node;

	private final long one;

	private final long two;

	private final long stored;

	TamperedRowsTests(Database database) {
		this.source = database.fresh();
		this.jdbc = JdbcClient.create(this.source);
		this.node = new StoreNode(this.source, KEYS);
		this.one = this.node.push("one t");
		this.two = this.node.push("two t");
		this.stored = this.node.push("never t");
		this.node.store.makeLive(this.one, CHANGE);
		this.node.store.makeLive(this.two, CHANGE);
	}

	/** A node that has seen nothing yet. */
	private StoreNode started() {
		return new StoreNode(this.source, KEYS);
	}

	private void refused(String sql) {
		assertThat(this.jdbc.sql(sql).update()).isPositive();
		this.node.node.poll();
		assertThat(this.node.number).isEqualTo(this.two);
		assertThat(this.node.node.problem()).isPresent();
		StoreNode started = started();
		started.node.poll();
		assertThat(started.number).isZero();
		assertThat(started.node.problem().orElseThrow()).contains("not used");
		assertThatExceptionOfType(TamperedDeploymentException.class)
			.isThrownBy(() -> started.store.makeLive(this.stored, CHANGE));
		assertThat(started.number).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "deployment = 3", "deployment = 1", "deployment = 3, revision = 3",
			"digest = (select digest from claimflow_deployment where number = 3), deployment = 3", "revision = 9",
			"deactivated = '[\"two\"]'", "of_folder = true", "changed_by = 'mallory'", "reason = 'none'",
			"code = 'k1:AAAA'", "code = 'k2:AAAA'", "code = ''",
			"code = (select code from claimflow_live_history where revision = 1), revision = 3",
			"deployment = null, digest = null, deactivated = '[]'" })
	void aChangedPointerBringsNothingToLife(String change) {
		refused("update claimflow_live set " + change);
	}

	/** What was made inactive does not come back. */
	@Test
	void aDeactivatedWorkflowStaysInactive() {
		this.node.store.deactivate("two", CHANGE.confirm());
		this.jdbc.sql("update claimflow_live set deactivated = '[]'").update();
		this.node.node.poll();
		assertThat(this.node.deactivated).containsExactly("two");
		StoreNode started = started();
		started.node.poll();
		assertThat(started.number).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "digest = 'other'", "source = 'FOLDER'", "commit_id = 'beef'", "pushed_by = 'mallory'",
			"message = 'Harmless'", "verified = false", "bytes = 4", "bytes_digest = 'x'", "warnings = '[ ]'",
			"problems = '[ ]'", "state = 'REFUSED'", "author = 'Bob'", "promoted_from = 'elsewhere'",
			"pushed_at = current_timestamp", "artifact = (select artifact from claimflow_deployment where number = 3)",
			"code = (select code from claimflow_deployment where number = 3)", "code = ''" })
	void aChangedDeploymentDoesNotComeToLife(String change) {
		this.jdbc.sql("update claimflow_deployment set " + change + " where number = 1").update();
		assertThatExceptionOfType(TamperedDeploymentException.class)
			.isThrownBy(() -> this.node.store.makeLive(this.one, CHANGE))
			.withMessageContaining("eployment 1");
		assertThatExceptionOfType(TamperedDeploymentException.class)
			.isThrownBy(() -> this.node.store.artifact(this.one));
		assertThat(this.node.number).isEqualTo(this.two);
		assertThat(this.node.store.live().revision()).isEqualTo(2);
	}

	/** The code of one row is worth nothing in another one. */
	@Test
	void theContentOfOneRowInAnotherDoesNotComeToLife() {
		this.jdbc
			.sql("""
					update claimflow_deployment set digest = 'moved', artifact = (select artifact from claimflow_deployment where
					  number = 3) where number = 2
					""")
			.update();
		StoreNode started = started();
		started.node.poll();
		assertThat(started.number).isZero();
		assertThat(started.node.problem().orElseThrow()).contains("Deployment 2");
		assertThat(this.node.store.list(10, OptionalLong.empty())).extracting(StoredDeployment::state)
			.containsExactly(DeploymentState.STORED, DeploymentState.TAMPERED, DeploymentState.STORED);
	}

	@Test
	void aForeignArtifactIsNotEvenRead() {
		byte[] code = "evil t".getBytes(StandardCharsets.UTF_8);
		this.jdbc.sql("update claimflow_deployment set artifact = ?, bytes = ?, bytes_digest = ? where number = 2")
			.params(code, code.length, DeploymentRows.sha256(code))
			.update();
		StoreNode started = started();
		started.node.poll();
		assertThat(started.prepared).isZero();
		assertThat(started.number).isZero();
	}

	/** An artifact of a gigabyte would fill the heap before its digest is known. */
	@Test
	void anArtifactOfAnotherSizeIsNotEvenRead() {
		this.jdbc.sql("update claimflow_deployment set artifact = ? where number = 2").param(new byte[9000]).update();
		StoreNode started = started();
		started.node.poll();
		assertThat(started.node.problem().orElseThrow()).contains("was changed since it was stored");
	}

	@Test
	void aNodeThatRunsDoesNotGoBackToAnOldRow() {
		Map<String, Object> old = this.jdbc.sql("select * from claimflow_live").query().singleRow();
		this.node.store.makeLive(this.stored, CHANGE);
		restore(old);
		this.node.node.poll();
		assertThat(this.node.number).isEqualTo(this.stored);
		assertThat(this.node.node.problem().orElseThrow()).contains("at revision 2 in the database, but revision 3");
		assertThatExceptionOfType(TamperedDeploymentException.class)
			.isThrownBy(() -> this.node.store.makeLive(this.one, CHANGE));
	}

	@Test
	void aNodeThatStartsDoesNotGoBackAsLongAsTheHistoryOrANodeKnowsBetter() {
		Map<String, Object> old = this.jdbc.sql("select * from claimflow_live").query().singleRow();
		this.node.store.makeLive(this.stored, CHANGE);
		restore(old);
		LiveRows live = this.node.database.live();
		assertThatExceptionOfType(TamperedDeploymentException.class).isThrownBy(() -> live.readNewest(() -> 0))
			.withMessageContaining("revision 3 has been there");
		this.jdbc.sql("delete from claimflow_live_history where revision = 3").update();
		assertThatExceptionOfType(TamperedDeploymentException.class).isThrownBy(() -> live.readNewest(() -> 3));
		live.readNewest(() -> 0);
		this.jdbc.sql("update claimflow_live set deployment = null, digest = null, revision = 0, code = ''").update();
		assertThatExceptionOfType(TamperedDeploymentException.class).isThrownBy(() -> live.readNewest(() -> 0));
	}

	private void restore(Map<String, Object> old) {
		this.jdbc.sql("update claimflow_live set deployment = ?, digest = ?, revision = ?, changed_at = ?, code = ?")
			.params(List.of(old.get("deployment"), old.get("digest"), old.get("revision"), old.get("changed_at"),
					old.get("code")))
			.update();
	}

	@Test
	void anInventedHistoryDoesNotSteerARollBack() {
		this.jdbc
			.sql("""
					insert into claimflow_live_history (revision, deployment, previous, kind, changed_by, changed_at, reason, code)
					select 50, 3, 2, 'DEPLOYED', 'mallory', current_timestamp, '', code from claimflow_live_history
					  where revision = 2
					""")
			.update();
		long four = this.node.push("four t");
		this.node.store.makeLive(four, CHANGE);
		assertThat(this.node.store.rollBack(CHANGE).deployment()).hasValue(this.two);
		assertThat(this.node.store.history(10, OptionalLong.empty())).extracting(LiveChange::by).containsOnly("ann");
	}

	@Test
	void aRowThatIsGoneLeavesTheNodeAsItIs() {
		refusedRow("delete from claimflow_live");
	}

	private void refusedRow(String sql) {
		this.jdbc.sql(sql).update();
		this.node.node.poll();
		assertThat(this.node.number).isEqualTo(this.two);
		assertThat(this.node.node.problem().orElseThrow()).contains("is gone");
		assertThatExceptionOfType(TamperedDeploymentException.class).isThrownBy(() -> this.node.store.live());
	}

	@Test
	void keysAreChangedWithoutAPause() {
		KeyRing both = Database.keys("k1", Database.KEY, "k2", Database.OTHER_KEY);
		assertThat(new StoreNode(this.source, both).store.renewCodes()).isEqualTo(6);
		assertThat(new StoreNode(this.source, both).store.renewCodes()).isZero();
		StoreNode started = new StoreNode(this.source, Database.keys("k2", Database.OTHER_KEY));
		started.node.poll();
		assertThat(started.number).isEqualTo(this.two);
		assertThat(started.store.rollBack(CHANGE).deployment()).hasValue(this.one);
		this.node.node.poll();
		assertThat(this.node.node.problem().orElseThrow()).contains("claimflow.encryption.keys.k2");
	}

}
