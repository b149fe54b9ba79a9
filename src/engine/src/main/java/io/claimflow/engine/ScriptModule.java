package io.claimflow.engine;

import java.util.Set;

/**
 * A module that a tool gives to scripts, which import it by its name. What its export
 * {@code main} is called with is up to the tool.
 *
 * @param name the name by which scripts import it
 * @param exports the names that scripts can import from it
 * @param code a JavaScript function expression of one parameter, the linker, as in
 * {@link io.claimflow.artifact.CompiledModule}
 */
public record ScriptModule(String name, Set<String> exports, String code) {

	public ScriptModule {
		exports = Set.copyOf(exports);
	}

}
