package io.claimflow.spring.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source whose connections wait for an answer for a time only, also if the network
 * is silent, where the timeout of a statement does not help. The next user of a
 * connection has the time that it had.
 */
public final class BoundedDataSource extends DelegatingDataSource {

	private final int milliseconds;

	/**
	 * Creates a data source.
	 * @param target where the connections come from
	 * @param time the time that an answer may take
	 */
	public BoundedDataSource(DataSource target, Duration time) {
		super(target);
		this.milliseconds = Math.toIntExact(time.toMillis());
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		try {
			int before = connection.getNetworkTimeout();
			connection.setNetworkTimeout(Runnable::run, this.milliseconds);
			return bounded(connection, before);
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	private static Connection bounded(Connection connection, int before) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("close") && !connection.isClosed()) {
						connection.setNetworkTimeout(Runnable::run, before);
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
