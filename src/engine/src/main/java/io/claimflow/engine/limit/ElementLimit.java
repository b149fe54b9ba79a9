package io.claimflow.engine.limit;

import java.util.Set;

import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the elements that one built-in function goes through. An array can have billions
 * of absent ones, and an object can say that it has; nothing can end a walk over them. So
 * it throws a {@code RangeError} before it begins.
 */
final class ElementLimit {

	private static final String ARRAY = "Array.prototype.";

	/** Those that take locales first. */
	private static final Set<String> LOCALIZED = Set.of("Collator", "DateTimeFormat", "DisplayNames", "DurationFormat",
			"ListFormat", "NumberFormat", "PluralRules", "RelativeTimeFormat", "Segmenter", "Intl.getCanonicalLocales");

	private final Instrumenter instrumenter;

	ElementLimit(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/**
	 * Sets the bound, before the engine has run anything.
	 * @param length the length of the longest array that is walked
	 */
	void set(int length) {
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions,
				(function) -> walk(function, OperationGuard.member(function, "name"), length));
	}

	private static @Nullable ExecutionEventNode walk(EventContext function, String name, int length) {
		if (name.startsWith(ARRAY)) {
			return switch (name.substring(ARRAY.length())) {
				case "concat" -> new ArrayJoin.Concatenation(function, length);
				case "flat" -> new ArrayJoin.Flattening(function, length);
				case "flatMap" -> new ArrayJoin.Mapping(function, length);
				case "at", "entries", "keys", "pop", "push", "toString", "values" -> null;
				default -> new ArrayWalk(function, length);
			};
		}
		if (name.equals("Array.from")) {
			return new ArgumentWalk.Collection(function, length);
		}
		if (name.equals("RegExp.prototype.[Symbol.replace]") || name.equals("RegExp.prototype.[Symbol.split]")) {
			return new MatchLimit(function, length);
		}
		if (LOCALIZED.contains(name) || name.endsWith(".supportedLocalesOf") || name.contains(".toLocale")) {
			return new ArgumentWalk(function, length, 0);
		}
		if (name.endsWith(".localeCompare")) {
			return new ArgumentWalk(function, length, 1);
		}
		return name.equals("JSON.stringify") ? new ArgumentWalk.NamesWalk(function, length) : null;
	}

}
