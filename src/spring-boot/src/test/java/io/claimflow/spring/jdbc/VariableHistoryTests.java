package io.claimflow.spring.jdbc;

import java.util.List;
import java.util.OptionalLong;

import javax.sql.DataSource;

import io.claimflow.spring.jdbc.EnvironmentVariables.Change;
import io.claimflow.spring.jdbc.VariableChange.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the history of variables and keys.
 */
@ParameterizedClass
@EnumSource
class VariableHistoryTests {

	private final JdbcClient jdbc;

	private final VariableHistory history;

	private final EnvironmentVariables variables;

	private final WorkflowKeys keys;

	VariableHistoryTests(Database database) {
		DataSource source = database.fresh();
		this.jdbc = JdbcClient.create(source);
		this.history = new VariableHistory(this.jdbc, new TransactionTemplate(new DataSourceTransactionManager(source)),
				5);
		this.variables = new EnvironmentVariables(this.jdbc, Database.keys("k1", Database.KEY), this.history);
		this.keys = new WorkflowKeys(this.jdbc, Database.keys("k1", Database.KEY), this.history);
	}

	private List<VariableChange> list() {
		return this.history.list(100, OptionalLong.empty());
	}

	@Test
	void itSaysWhoChangedWhichVariableAndWhyAndNoValue() {
		EnvironmentVariables ann = this.variables.by("user:ann", "rotate\nthem");
		String id = ann.create("PLAN", "tops3cret", true).id();
		ann.update(id, Change.ofValue("s3cond"));
		ann.delete(id);
		assertThat(list()).extracting(VariableChange::kind)
			.containsExactly(Kind.VARIABLE_DELETED, Kind.VARIABLE_CHANGED, Kind.VARIABLE_CREATED);
		assertThat(list()).allSatisfy((change) -> {
			assertThat(change.name()).isEqualTo("PLAN");
			assertThat(change.by()).isEqualTo("user:ann");
			assertThat(change.reason()).isEqualTo("rotate?them");
			assertThat(change.key()).isEmpty();
		});
		assertThat(this.jdbc.sql("select * from claimflow_variable_change").query().listOfRows().toString())
			.doesNotContain("tops3cret", "s3cond");
	}

	@Test
	void itSaysWhichKeyWasChanged() {
		WorkflowKeys ann = this.keys.by("user:ann", "leaked");
		String id = ann.create("crm").key().id();
		ann.deactivate(id);
		ann.activate(id);
		ann.delete(id);
		assertThat(list()).extracting(VariableChange::kind)
			.containsExactly(Kind.KEY_DELETED, Kind.KEY_ACTIVATED, Kind.KEY_DEACTIVATED, Kind.KEY_CREATED);
		assertThat(list()).allSatisfy((change) -> {
			assertThat(change.name()).isEqualTo("crm");
			assertThat(change.key()).contains(id);
		});
	}

	@Test
	void whatHasNotHappenedIsNotThere() {
		this.variables.create("PLAN", "a", false);
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.variables.create("PLAN", "b", false));
		assertThat(this.variables.delete("none")).isFalse();
		assertThat(this.variables.update("none", Change.ofValue("b"))).isEmpty();
		assertThat(this.keys.activate("none")).isFalse();
		assertThat(list()).singleElement().satisfies((change) -> assertThat(change.by()).isEqualTo("application"));
	}

	/** Nobody changes a variable without a trace. */
	@Test
	void whatCannotBeNotedDoesNotHappen() {
		String id = this.variables.create("PLAN", "a", false).id();
		String key = this.keys.create("crm").key().id();
		this.jdbc.sql("alter table claimflow_variable_change add constraint no_more check (number < 3)").update();
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.variables.create("OTHER", "a", false));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.variables.update(id, Change.ofValue("b")));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.variables.delete(id));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.keys.create("other"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.keys.deactivate(key));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.keys.delete(key));
		assertThat(this.variables.list()).singleElement()
			.satisfies((variable) -> assertThat(variable.value()).contains("a"));
		assertThat(this.keys.find(key)).hasValueSatisfying((found) -> assertThat(found.active()).isTrue());
		assertThat(this.keys.list("other")).isEmpty();
	}

	@Test
	void anotherNameIsAnotherVariable() {
		String id = this.variables.create("PLAN", "a", false).id();
		this.variables.update(id,
				new Change(java.util.Optional.of("TARIFF"), java.util.Optional.empty(), java.util.Optional.empty()));
		assertThat(list()).extracting((change) -> change.kind() + " " + change.name())
			.containsExactly("VARIABLE_CREATED TARIFF", "VARIABLE_DELETED PLAN", "VARIABLE_CREATED PLAN");
	}

	@Test
	void asManyAreKeptAsThePropertySays() {
		for (int i = 0; i < 8; i++) {
			this.variables.create("V" + i, "a", false);
		}
		assertThat(list()).extracting(VariableChange::name).containsExactly("V7", "V6", "V5", "V4", "V3");
		assertThat(this.history.list(2, OptionalLong.of(list().get(1).number()))).extracting(VariableChange::name)
			.containsExactly("V5", "V4");
	}

	@Test
	void whoChangesSomethingHasAName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.variables.by(" ", "why"));
	}

}
