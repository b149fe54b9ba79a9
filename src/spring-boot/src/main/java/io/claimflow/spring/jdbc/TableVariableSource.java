package io.claimflow.spring.jdbc;

import java.util.Optional;

import io.claimflow.VariableSource;

import org.springframework.core.Ordered;

/**
 * The variables in the database as workflows read them, after those of every other
 * source: whoever may change no more than the table changes nothing that an operator has
 * set elsewhere. Without the table there are none.
 */
final class TableVariableSource implements VariableSource, Ordered {

	private final EnvironmentVariables variables;

	private final boolean there;

	/**
	 * Creates the environment.
	 * @param there whether the table is there
	 */
	TableVariableSource(EnvironmentVariables variables, boolean there) {
		this.variables = variables;
		this.there = there;
	}

	@Override
	public Optional<Variable> get(String name) {
		return this.there ? this.variables.read(name) : Optional.empty();
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
