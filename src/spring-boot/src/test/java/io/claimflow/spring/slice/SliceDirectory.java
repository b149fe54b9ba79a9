package io.claimflow.spring.slice;

import java.util.Optional;

import io.claimflow.VariableSource;

import org.springframework.stereotype.Component;

/** Knows one more variable than the configuration. */
@Component
class SliceDirectory implements VariableSource {

	@Override
	public Optional<Variable> get(String name) {
		return name.equals("DIRECTORY") ? Optional.of(new Variable("of the application", false)) : Optional.empty();
	}

}
