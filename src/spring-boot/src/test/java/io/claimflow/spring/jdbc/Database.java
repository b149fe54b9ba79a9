package io.claimflow.spring.jdbc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.server.Postgres;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * A database with the tables of Claimflow.
 */
public enum Database {

	H2 {
		@Override
		DataSource create() {
			JdbcDataSource source = new JdbcDataSource();
			source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
			return source;
		}

		@Override
		public Map<String, Object> properties() {
			return Map.of("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		}
	},

	POSTGRESQL {

		private @Nullable String tables;

		private @Nullable HikariDataSource fresh;

		@Override
		DataSource create() {
			return Postgres.database();
		}

		/** A copy of one that was made once, with connections that are used again. */
		@Override
		public synchronized DataSource fresh() {
			if (this.tables == null) {
				PGSimpleDataSource tables = Postgres.database();
				upgrade(tables);
				this.tables = tables.getDatabaseName();
			}
			if (this.fresh != null) {
				this.fresh.close();
			}
			this.fresh = new HikariDataSource();
			this.fresh.setDataSource(Postgres.copy(this.tables));
			this.fresh.setMaximumPoolSize(20);
			this.fresh.setMinimumIdle(0);
			return this.fresh;
		}

		@Override
		public Map<String, Object> properties() {
			PGSimpleDataSource bare = Postgres.database();
			return Map.of("spring.datasource.url", bare.getUrl(), "spring.datasource.username",
					String.valueOf(bare.getUser()), "spring.datasource.hikari.maximum-pool-size", 4);
		}
	};

	/** Base64 of 32 bytes. */
	public static final String KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

	/** Another one. */
	public static final String OTHER_KEY = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

	abstract DataSource create();

	/** A database of its own, without a table. */
	public DataSource bare() {
		return create();
	}

	/** The properties of an application whose database is one of its own. */
	public abstract Map<String, Object> properties();

	/**
	 * A database of its own, whose tables are those of this release. A test has one: the
	 * one before may be closed.
	 */
	public DataSource fresh() {
		DataSource bare = bare();
		upgrade(bare);
		return bare;
	}

	/** Takes the tables to this release, as a start does. */
	public void upgrade(DataSource source) {
		upgrade(source, VersionedSchemaInitializer.SCRIPTS.size());
	}

	/** Takes the tables to a version, as a start of the release does that brought it. */
	void upgrade(DataSource source, int version) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(DatabaseInitializationMode.ALWAYS);
		settings.setSchemaLocations(VersionedSchemaInitializer.SCRIPTS.stream()
			.limit(version)
			.map((script) -> script.replace("@@platform@@", name().toLowerCase(Locale.ROOT)))
			.toList());
		new VersionedSchemaInitializer(source, settings).initializeDatabase();
	}

	private volatile @Nullable DataSource pooled;

	/** To connect takes longer than most statements. */
	synchronized DataSource pooled() {
		DataSource pooled = this.pooled;
		if (pooled == null) {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(create());
			pool.setMaximumPoolSize(4);
			new ResourceDatabasePopulator(new ClassPathResource(
					"io/claimflow/spring/jdbc/schema-" + name().toLowerCase(Locale.ROOT) + ".sql"))
				.execute(pool);
			pooled = pool;
			this.pooled = pooled;
		}
		return pooled;
	}

	/** A database whose tables are empty. */
	DataSource empty() {
		DataSource source = pooled();
		for (String table : List.of("claimflow_environment_variable", "claimflow_workflow_key", "claimflow_token",
				"claimflow_value")) {
			JdbcClient.create(source).sql("delete from " + table).update();
		}
		return source;
	}

	/** Keys, the last of which is active. */
	public static KeyRing keys(String... idsAndKeys) {
		Map<String, String> keys = new LinkedHashMap<>();
		for (int i = 0; i < idsAndKeys.length; i += 2) {
			keys.put(idsAndKeys[i], idsAndKeys[i + 1]);
		}
		return KeyRing.of(keys, Optional.of(idsAndKeys[idsAndKeys.length - 2]));
	}

}
