package io.claimflow.compile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.compile.EsModule.Imported;

/**
 * What a JavaScript module imports and exports (ECMA-262, section 16.2).
 */
interface ModuleNames {

	/** The modules it imports from, in the order in which they are evaluated. */
	Set<String> specifiers();

	/** What it imports to use it itself. */
	Collection<Imported> imported();

	/** The names of the exports that are bindings of this module. */
	Set<String> localExportNames();

	/** The exports that another module makes. */
	Map<String, Imported> forwardedExports();

	/** The modules whose exports are all exported again. */
	List<String> starExports();

	/** Whether the default export is a value without a name. */
	boolean hasDefaultValue();

}
