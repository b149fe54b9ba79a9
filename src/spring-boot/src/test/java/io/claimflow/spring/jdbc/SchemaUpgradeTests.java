package io.claimflow.spring.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a database that an earlier release made: its tables go forward by themselves,
 * and keep what is in them.
 */
class SchemaUpgradeTests {

	private static DataSource old(Database database) {
		DataSource old = database.bare();
		new ResourceDatabasePopulator(new ClassPathResource(
				"io/claimflow/spring/jdbc/ed2d4bc/schema-" + database.name().toLowerCase(Locale.ROOT) + ".sql"))
			.execute(old);
		return old;
	}

	private static int version(DataSource source) {
		return JdbcClient.create(source).sql("select max(version) from claimflow_schema").query(Integer.class).single();
	}

	@ParameterizedTest
	@EnumSource
	void tablesWithoutDeploymentsGetThem(Database database) {
		DataSource source = old(database);
		JdbcClient jdbc = JdbcClient.create(source);
		EnvironmentVariables variables = new EnvironmentVariables(jdbc, Database.keys("k1", Database.KEY));
		EnvironmentVariable secret = variables.create("CRM_KEY", "sesame-opens", true);
		WorkflowKeys keys = new WorkflowKeys(jdbc, Database.keys("k1", Database.KEY));
		WorkflowKeys.Created key = keys.create("crm");
		database.upgrade(source);
		assertThat(version(source)).isEqualTo(VersionedSchemaInitializer.SCRIPTS.size());
		assertThat(variables.find(secret.id()).map(EnvironmentVariable::name)).contains("CRM_KEY");
		assertThat(variables.read("CRM_KEY").orElseThrow().value()).isEqualTo("sesame-opens");
		assertThat(keys.active("crm")).contains(key.base64());
		assertThat(jdbc.sql("select revision from claimflow_live").query(Long.class).list()).containsExactly(0L);
	}

	@ParameterizedTest
	@EnumSource
	void theNextStartChangesNothing(Database database) {
		DataSource source = old(database);
		database.upgrade(source);
		JdbcClient jdbc = JdbcClient.create(source);
		jdbc.sql("update claimflow_live set revision = 7, reason = 'kept'").update();
		database.upgrade(source);
		assertThat(jdbc.sql("select revision from claimflow_live").query(Long.class).list()).containsExactly(7L);
		assertThat(jdbc.sql("select version from claimflow_schema order by version").query(Integer.class).list())
			.containsExactly(2, 3, 4, 5, 6, 7, 8);
	}

	/** A node of an earlier release starts again while another one is newer already. */
	@ParameterizedTest
	@EnumSource
	void tablesOfALaterReleaseAreLeftAlone(Database database) {
		DataSource source = database.bare();
		JdbcClient jdbc = JdbcClient.create(source);
		jdbc.sql("create table claimflow_schema (version integer primary key, applied_at timestamp with time zone)")
			.update();
		jdbc.sql("insert into claimflow_schema (version, applied_at) values (99, current_timestamp)").update();
		database.upgrade(source);
		assertThat(version(source)).isEqualTo(99);
		assertThat(new Tables(jdbc).has("claimflow_live")).isFalse();
	}

	/** A node of an earlier release goes on reading and writing beside a newer one. */
	@ParameterizedTest
	@EnumSource
	void aRowAsAnEarlierReleaseWritesItStillFits(Database database) {
		for (int version = 1; version < VersionedSchemaInitializer.SCRIPTS.size(); version++) {
			DataSource source = database.bare();
			JdbcClient jdbc = JdbcClient.create(source);
			database.upgrade(source, version);
			Map<String, List<Column>> before = columns(jdbc);
			database.upgrade(source);
			assertThat(before).hasSizeGreaterThan(5);
			before.forEach((table, columns) -> {
				write(jdbc, table, columns);
				assertThat(jdbc
					.sql("select " + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + " from "
							+ table)
					.query()
					.listOfRows()).isNotEmpty();
			});
		}
	}

	/** The columns of each table. */
	private static Map<String, List<Column>> columns(JdbcClient jdbc) {
		return jdbc.sql("""
				select lower(table_name), lower(column_name), lower(data_type), is_nullable, is_identity
				from information_schema.columns
				where table_schema = current_schema and lower(table_name) like 'claimflow%'
				order by table_name, ordinal_position
				""")
			.query((row, number) -> new Column(row.getString(1), row.getString(2), row.getString(3),
					row.getString(4).equals("NO") && row.getString(5).equals("NO")))
			.list()
			.stream()
			.collect(Collectors.groupingBy(Column::table));
	}

	private static void write(JdbcClient jdbc, String table, List<Column> columns) {
		List<Column> needed = columns.stream().filter(Column::isNeeded).toList();
		jdbc.sql("insert into " + table + " (" + needed.stream().map(Column::name).collect(Collectors.joining(", "))
				+ ") values (" + needed.stream().map(Column::value).collect(Collectors.joining(", ")) + ")")
			.update();
	}

	/** Databases without transactions for tables may have half of a version. */
	@ParameterizedTest
	@EnumSource
	void whatWasBrokenOffIsFinished(Database database) {
		DataSource source = old(database);
		JdbcClient jdbc = JdbcClient.create(source);
		jdbc.sql("create table claimflow_schema (version integer primary key, applied_at timestamp with time zone)")
			.update();
		database.upgrade(source);
		assertThat(version(source)).isEqualTo(VersionedSchemaInitializer.SCRIPTS.size());
		assertThat(new Tables(jdbc).has("claimflow_live")).isTrue();
	}

	/**
	 * A column of a table.
	 *
	 * @param isNeeded whether who writes a row has to know the column
	 */
	private record Column(String table, String name, String type, boolean isNeeded) {

		/** A value that no other row has. */
		String value() {
			if (this.type.startsWith("timestamp")) {
				return "current_timestamp";
			}
			if (this.type.equals("boolean")) {
				return "true";
			}
			if (this.type.equals("bytea") || this.type.equals("binary large object")) {
				return "''";
			}
			return this.type.endsWith("int") || this.type.equals("integer") ? "4711" : "'x'";
		}

	}

}
