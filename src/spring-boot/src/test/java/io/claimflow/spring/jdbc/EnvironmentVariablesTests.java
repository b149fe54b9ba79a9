package io.claimflow.spring.jdbc;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.claimflow.VariableSource;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.jdbc.EnvironmentVariables.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the variables in the database.
 */
@ParameterizedClass
@EnumSource
class EnvironmentVariablesTests {

	private final JdbcClient jdbc;

	private final EnvironmentVariables variables;

	EnvironmentVariablesTests(Database database) {
		DataSource source = database.empty();
		this.jdbc = JdbcClient.create(source);
		this.variables = with(Database.keys("k1", Database.KEY));
	}

	private EnvironmentVariables with(KeyRing keys) {
		return new EnvironmentVariables(this.jdbc, keys);
	}

	private String stored(String name) {
		return this.jdbc.sql("select content from claimflow_environment_variable where name = ?")
			.param(name)
			.query(String.class)
			.single();
	}

	@Test
	void aVariableIsReadAndListedWithItsValue() {
		EnvironmentVariable plan = this.variables.create("PLAN", "prö", false);
		assertThat(plan.id()).matches("env_var_[0-9a-f]{32}");
		assertThat(this.variables.read("PLAN")).contains(new VariableSource.Variable("prö", false));
		assertThat(this.variables.list()).singleElement().satisfies((listed) -> {
			assertThat(listed.id()).isEqualTo(plan.id());
			assertThat(listed.value()).contains("prö");
		});
		assertThat(this.variables.read("plan")).isEmpty();
	}

	@Test
	void aSecretIsReadByWorkflowsAlone() {
		EnvironmentVariable key = this.variables.create("KEY", "s3cret-value", true);
		assertThat(this.variables.read("KEY")).contains(new VariableSource.Variable("s3cret-value", true));
		assertThat(stored("KEY")).startsWith("k1:").doesNotContain("s3cret");
		assertThat(this.variables.list()).singleElement()
			.extracting(EnvironmentVariable::value)
			.isEqualTo(Optional.empty());
		assertThat(key.value()).isEmpty();
		assertThat(this.variables.find(key.id())).get()
			.extracting(EnvironmentVariable::value)
			.isEqualTo(Optional.empty());
	}

	@Test
	void aChangedVariableIsReadAsItIs() {
		EnvironmentVariable plan = this.variables.create("PLAN", "free", false);
		assertThat(this.variables.update(plan.id(), Change.ofValue("pro"))).get()
			.extracting(EnvironmentVariable::value)
			.isEqualTo(Optional.of("pro"));
		assertThat(this.variables.read("PLAN")).contains(new VariableSource.Variable("pro", false));
		assertThat(this.variables.update("env_var_none", Change.ofValue("x"))).isEmpty();
	}

	@Test
	void aRenamedSecretKeepsItsValue() {
		EnvironmentVariable key = this.variables.create("KEY", "s3cret", true);
		this.variables.update(key.id(), new Change(Optional.of("NEW_KEY"), Optional.empty(), Optional.empty()));
		assertThat(this.variables.read("NEW_KEY")).contains(new VariableSource.Variable("s3cret", true));
		assertThat(this.variables.read("KEY")).isEmpty();
	}

	@Test
	void aPlainVariableBecomesASecretAndNotTheOtherWay() {
		EnvironmentVariable variable = this.variables.create("KEY", "s3cret", false);
		this.variables.update(variable.id(), new Change(Optional.empty(), Optional.empty(), Optional.of(true)));
		assertThat(stored("KEY")).startsWith("k1:");
		assertThat(this.variables.read("KEY")).contains(new VariableSource.Variable("s3cret", true));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.variables.update(variable.id(),
					new Change(Optional.empty(), Optional.empty(), Optional.of(false))))
			.withMessageContaining("with a new value only");
		this.variables.update(variable.id(), new Change(Optional.empty(), Optional.of("public"), Optional.of(false)));
		assertThat(this.variables.list()).singleElement()
			.extracting(EnvironmentVariable::value)
			.isEqualTo(Optional.of("public"));
	}

	@Test
	void aDeletedVariableIsGone() {
		EnvironmentVariable plan = this.variables.create("PLAN", "free", false);
		assertThat(this.variables.delete(plan.id())).isTrue();
		assertThat(this.variables.delete(plan.id())).isFalse();
		assertThat(this.variables.read("PLAN")).isEmpty();
	}

	@Test
	void aNameIsTakenOnce() {
		this.variables.create("PLAN", "free", false);
		EnvironmentVariable other = this.variables.create("OTHER", "x", false);
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.variables.create("PLAN", "pro", false))
			.withMessage("There is a variable 'PLAN' already: change it, or choose another name");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.variables.update(other.id(),
				new Change(Optional.of("PLAN"), Optional.empty(), Optional.empty())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "ä", "x\n" })
	void aNameHasLettersAndDigits(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.variables.create(name, "x", false))
			.withMessageContaining("1 to 128 letters");
	}

	@Test
	void aValueHasItsLimit() {
		this.variables.create("LONG", "ä".repeat(EnvironmentVariables.MAXIMUM_LENGTH), true);
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> this.variables.create("LONGER", "s".repeat(EnvironmentVariables.MAXIMUM_LENGTH + 1), true))
			.withMessageContaining("more than 16384")
			.withMessageNotContaining("sss");
	}

	@Test
	void thereIsALimitOfVariables() {
		String rows = IntStream.range(0, EnvironmentVariables.MAXIMUM)
			.mapToObj((i) -> "('env_var_%d', 'V%d', 'x', false, current_timestamp)".formatted(i, i))
			.collect(Collectors.joining(", "));
		this.jdbc
			.sql("insert into claimflow_environment_variable (id, name, content, secret, created_at) values " + rows)
			.update();
		assertThatIllegalArgumentException().isThrownBy(() -> this.variables.create("ONE_MORE", "x", false))
			.withMessageContaining("There are 1000 variables");
	}

	@Test
	void aKeyIsRotatedWhileBothAreThere() {
		this.variables.create("PLAN", "free", false);
		this.variables.create("ONE", "first", true);
		this.variables.create("TWO", "second", true);
		EnvironmentVariables both = with(Database.keys("k1", Database.KEY, "k2", Database.OTHER_KEY));
		assertThat(both.read("ONE")).contains(new VariableSource.Variable("first", true));
		both.create("THREE", "third", true);
		assertThat(stored("THREE")).startsWith("k2:");
		assertThat(both.reencrypt()).isEqualTo(2);
		assertThat(both.reencrypt()).isZero();
		EnvironmentVariables only = with(Database.keys("k2", Database.OTHER_KEY));
		assertThat(only.read("ONE")).contains(new VariableSource.Variable("first", true));
		assertThat(only.read("TWO")).contains(new VariableSource.Variable("second", true));
		assertThat(only.read("PLAN")).contains(new VariableSource.Variable("free", false));
	}

	@Test
	void aKeyThatIsMissingIsNamed() {
		this.variables.create("KEY", "s3cret", true);
		assertThatExceptionOfType(EncryptionException.class)
			.isThrownBy(() -> with(Database.keys("k2", Database.OTHER_KEY)).read("KEY"))
			.withMessageContaining("'k1'");
		assertThatExceptionOfType(EncryptionException.class)
			.isThrownBy(() -> with(KeyRing.empty()).create("OTHER", "s3cret", true))
			.withMessageContaining("claimflow.encryption.keys.<id>");
		assertThat(with(KeyRing.empty()).create("PLAN", "free", false).value()).contains("free");
	}

	@Test
	void aSecretIsNotReadUnderAnotherName() {
		this.variables.create("ONE", "first", true);
		this.variables.create("TWO", "second", true);
		this.jdbc.sql("update claimflow_environment_variable set content = ? where name = 'ONE'")
			.param(stored("TWO"))
			.update();
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> this.variables.read("ONE"));
	}

}
