package io.claimflow.engine.limit;

import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.Undefined;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the steps of one operation on a text. A search for a long text in a longer one,
 * or upper case where characters become several, takes as many as the one length times
 * the other, and nothing can end it. So it throws a {@code RangeError} before it begins.
 */
final class TextLimit {

	private static final String TEXT = "String.prototype.";

	private static final Set<String> SEARCHES = Set.of("indexOf", "lastIndexOf");

	/** Those that do not search for an object with a member of that name. */
	private static final Map<String, Symbol> SEARCHES_FOR_TEXT = Map.of("includes", Symbol.SYMBOL_MATCH, "split",
			Symbol.SYMBOL_SPLIT, "replace", Symbol.SYMBOL_REPLACE, "replaceAll", Symbol.SYMBOL_REPLACE);

	private static final Set<String> CASES = Set.of("toUpperCase", "toLocaleUpperCase", "toLowerCase",
			"toLocaleLowerCase");

	private static final Locale LITHUANIAN = Locale.forLanguageTag("lt");

	/**
	 * The characters that become several in another case, in some language. They are in
	 * these ranges, and to look at all characters would take part of a second.
	 */
	private static final BitSet GROWING = Stream
		.of(IntStream.range('A', 0x600), IntStream.range(0x1e00, 0x2000), IntStream.range(0xfb00, 0xfb20))
		.flatMapToInt((range) -> range)
		.filter(TextLimit::grows)
		.collect(BitSet::new, BitSet::set, BitSet::or);

	private final Instrumenter instrumenter;

	TextLimit(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	static boolean grows(int character) {
		String text = String.valueOf((char) character);
		return text.toUpperCase(Locale.ROOT).length() > 1 || text.toLowerCase(Locale.ROOT).length() > 1
				|| (text + "\u0301").toLowerCase(LITHUANIAN).length() > 2;
	}

	static boolean isKnownToGrow(int character) {
		return GROWING.get(character);
	}

	/**
	 * Sets the bound, before the engine has run anything.
	 * @param steps the most steps of an operation
	 */
	void set(long steps) {
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions, (function) -> {
			String name = OperationGuard.member(function, "name");
			if (!name.startsWith(TEXT)) {
				return null;
			}
			String method = name.substring(TEXT.length());
			if (CASES.contains(method)) {
				return new Case(function, steps);
			}
			Symbol other = SEARCHES_FOR_TEXT.get(method);
			return (other != null || SEARCHES.contains(method)) ? new Search(function, steps, other) : null;
		});
	}

	/** A function of a text. */
	private abstract static class Function extends OperationGuard {

		private final long steps;

		Function(EventContext function, long steps) {
			super(function);
			this.steps = steps;
		}

		@Override
		protected final void onEnter(VirtualFrame frame) {
			double steps;
			try {
				steps = steps(frame.getArguments());
			}
			catch (AbstractTruffleException ex) {
				throw error(ex);
			}
			if (Double.isNaN(steps)) {
				throw typeError("What is searched for must be a text or a RegExp");
			}
			if (steps > this.steps) {
				throw rangeError("Too long a text for this operation: more than %d steps (claimflow.limits.text-steps)",
						this.steps);
			}
		}

		/** The steps that it takes, or NaN if nobody can tell. */
		abstract double steps(Object[] arguments);

		final long limit() {
			return this.steps;
		}

		/** The text of {@code this}, which is asked for it only once. */
		static @Nullable TruffleString text(Object[] arguments) {
			Object value = JSArguments.getThisObject(arguments);
			if (JSRuntime.isNullOrUndefined(value)) {
				return null;
			}
			TruffleString text = JSRuntime.toString(value);
			JSArguments.setThisObject(arguments, text);
			return text;
		}

	}

	/** A function that searches its {@code this} for its first argument. */
	private static final class Search extends Function {

		private final @Nullable Symbol other;

		Search(EventContext function, long steps, @Nullable Symbol other) {
			super(function, steps);
			this.other = other;
		}

		@Override
		@TruffleBoundary
		double steps(Object[] arguments) {
			Object part = (JSArguments.getUserArgumentCount(arguments) > 0) ? JSArguments.getUserArgument(arguments, 0)
					: Undefined.instance;
			if (JSRuntime.isNullOrUndefined(part)) {
				return 0;
			}
			if (this.other != null && part instanceof JSDynamicObject object) {
				Optional<Object> other = UserCode.Property.of(object, this.other).value();
				if (other.isEmpty() || JSRuntime.toBoolean(other.get())) {
					return other.isEmpty() ? Double.NaN : 0;
				}
			}
			TruffleString text = text(arguments);
			if (text == null) {
				return 0;
			}
			TruffleString searched = JSRuntime.toString(part);
			JSArguments.setUserArgument(arguments, 0, searched);
			return (double) Strings.length(text) * Strings.length(searched);
		}

	}

	/** A function that changes the case of its {@code this}. */
	private static final class Case extends Function {

		Case(EventContext function, long steps) {
			super(function, steps);
		}

		@Override
		@TruffleBoundary
		double steps(Object[] arguments) {
			TruffleString text = text(arguments);
			if (text == null || Strings.length(text) < Math.sqrt(limit())) {
				return 0;
			}
			String characters = Strings.toJavaString(text);
			double steps = 0;
			for (int i = 0; i < characters.length() && steps <= limit(); i++) {
				steps += isKnownToGrow(characters.charAt(i)) ? characters.length() : 0;
			}
			return steps;
		}

	}

}
