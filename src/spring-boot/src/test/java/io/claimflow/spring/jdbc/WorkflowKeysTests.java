package io.claimflow.spring.jdbc;

import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import io.claimflow.encryption.SecureBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the keys of workflows in the database.
 */
@ParameterizedClass
@EnumSource
class WorkflowKeysTests {

	private final JdbcClient jdbc;

	private final WorkflowKeys keys;

	WorkflowKeysTests(Database database) {
		DataSource source = database.empty();
		this.jdbc = JdbcClient.create(source);
		this.keys = new WorkflowKeys(this.jdbc, Database.keys("k1", Database.KEY));
	}

	private List<Boolean> active() {
		return this.keys.list("crm").stream().map(WorkflowKey::active).toList();
	}

	@Test
	void theFirstKeyIsActiveAndShownOnce() {
		WorkflowKeys.Created first = this.keys.create("crm");
		assertThat(SecureBody.isKey(first.base64())).isTrue();
		assertThat(first.key().active()).isTrue();
		assertThat(first.toString()).doesNotContain(first.base64());
		assertThat(this.keys.active("crm")).contains(first.base64());
		assertThat(this.keys.list("crm")).singleElement().extracting(WorkflowKey::id).isEqualTo(first.key().id());
		assertThat(this.jdbc.sql("select content from claimflow_workflow_key").query(String.class).single())
			.startsWith("k1:")
			.doesNotContain(first.base64());
		assertThat(this.keys.active("other")).isEmpty();
	}

	@Test
	void anotherKeyEncryptsOnceItIsActivated() {
		WorkflowKeys.Created first = this.keys.create("crm");
		WorkflowKeys.Created second = this.keys.create("crm");
		this.keys.create("other");
		assertThat(active()).containsExactly(true, false);
		assertThat(this.keys.activate(second.key().id())).isTrue();
		assertThat(active()).containsExactly(false, true);
		assertThat(this.keys.active("crm")).contains(second.base64());
		assertThat(this.keys.activate(first.key().id())).isTrue();
		assertThat(this.keys.active("crm")).contains(first.base64());
		assertThat(this.keys.activate("key_none")).isFalse();
	}

	@Test
	void aDeactivatedKeyHasNoneInItsPlace() {
		WorkflowKeys.Created first = this.keys.create("crm");
		WorkflowKeys.Created second = this.keys.create("crm");
		this.keys.activate(second.key().id());
		assertThat(this.keys.deactivate(first.key().id())).isTrue();
		assertThat(this.keys.active("crm")).contains(second.base64());
		assertThat(this.keys.deactivate(second.key().id())).isTrue();
		assertThat(this.keys.active("crm")).isEmpty();
		assertThat(active()).containsExactly(false, false);
		assertThat(this.keys.deactivate("key_none")).isFalse();
	}

	@Test
	void aDeletedKeyIsGoneAndHasNoneInItsPlace() {
		WorkflowKeys.Created first = this.keys.create("crm");
		WorkflowKeys.Created second = this.keys.create("crm");
		this.keys.activate(second.key().id());
		assertThat(this.keys.delete(second.key().id())).isTrue();
		assertThat(this.keys.delete(second.key().id())).isFalse();
		assertThat(this.keys.active("crm")).isEmpty();
		assertThat(this.keys.find(second.key().id())).isEmpty();
		assertThat(this.keys.find(first.key().id())).isPresent();
	}

	@Test
	void aKnownKeyIsTaken() {
		String key = SecureBody.newKey();
		assertThat(this.keys.add("crm", key).base64()).isEqualTo(key);
		assertThat(this.keys.active("crm")).contains(key);
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.add("crm", "c2hvcnQ="))
			.withMessageContaining("Base64 of 32 bytes")
			.withMessageNotContaining("c2hvcnQ");
	}

	@Test
	void thereIsALimitOfKeys() {
		for (int i = 0; i < WorkflowKeys.MAXIMUM; i++) {
			this.keys.create("crm");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.create("crm"))
			.withMessageContaining("has 10 keys");
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.create("w".repeat(1001)));
	}

	@Test
	void theKeysAreEncryptedAnew() {
		WorkflowKeys.Created key = this.keys.create("crm");
		KeyRing both = Database.keys("k1", Database.KEY, "k2", Database.OTHER_KEY);
		Reencryption reencryption = new Reencryption(new EnvironmentVariables(this.jdbc, both),
				new WorkflowKeys(this.jdbc, both), List.of());
		assertThat(reencryption.reencrypt()).isEqualTo(1);
		assertThat(reencryption.reencrypt()).isZero();
		assertThat(new WorkflowKeys(this.jdbc, Database.keys("k2", Database.OTHER_KEY)).active("crm"))
			.contains(key.base64());
	}

	@Test
	void aKeyIsNotReadForAnotherWorkflow() {
		this.keys.create("crm");
		this.jdbc.sql("update claimflow_workflow_key set workflow_id = 'other'").update();
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> this.keys.active("other"));
	}

	@Test
	void withoutAKeyOfTheServerThereIsNoKeyOfAWorkflow() {
		assertThatExceptionOfType(EncryptionException.class)
			.isThrownBy(() -> new WorkflowKeys(this.jdbc, KeyRing.empty()).create("crm"))
			.withMessageContaining("claimflow.encryption.keys.<id>");
		assertThat(this.keys.find("key_none")).isEqualTo(Optional.empty());
	}

}
