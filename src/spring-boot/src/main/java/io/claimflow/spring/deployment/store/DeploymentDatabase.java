package io.claimflow.spring.deployment.store;

import java.time.Duration;

import javax.sql.DataSource;

import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.jdbc.BoundedDataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of deployments.
 *
 * @param deployments what was built
 * @param live what is live, and was
 * @param previews who made which preview
 * @param nodes what nodes say of themselves
 * @param transactions each of which is of the tables alone
 */
record DeploymentDatabase(DeploymentRows deployments, LiveRows live, PreviewRows previews, NodeRows nodes,
		TransactionOperations transactions) {

	/** An artifact of 20 MB is on its way for a while. */
	private static final int STATEMENT_SECONDS = 30;

	/** The timeout of the statement comes first. */
	private static final Duration SILENCE = Duration.ofSeconds(STATEMENT_SECONDS + 5);

	static DeploymentDatabase of(DataSource source, KeyRing keys, DeploymentProperties properties) {
		DataSource dataSource = new BoundedDataSource(source, SILENCE);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.setQueryTimeout(STATEMENT_SECONDS);
		JdbcClient client = JdbcClient.create(jdbc);
		RowCodes codes = new RowCodes(keys);
		TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
		transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		transactions.setTimeout(STATEMENT_SECONDS);
		return new DeploymentDatabase(new DeploymentRows(client, codes, properties.maximumSize().toBytes()),
				new LiveRows(jdbc, codes), new PreviewRows(client, codes),
				new NodeRows(client, properties.nodeTimeout()), transactions);
	}

}
