package io.claimflow.engine.realm;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A translation of error messages of the script engine, which name what stands in the
 * compiled code, into the words of the author's source.
 */
final class SourceWords {

	/** What is read of the source. */
	private static final int LENGTH = 500;

	/** A chain of properties, with what TypeScript puts in between. */
	private static final Pattern CHAIN = Pattern.compile("[(\\s]*(?<chain>[A-Za-z_$][\\w$]*+"
			+ "(?:\\s*+(?:\\?\\.|!?\\.)\\s*+#?[A-Za-z_$][\\w$]*+|!|\\s++as\\s++[\\w.<>\\[\\]]++\\s*+\\)|\\)|\\[[^\\]\\n]{0,50}+\\])*+)");

	private static final Pattern OPERATOR = Pattern.compile("^(?:new|await|void|typeof)\\s+");

	/** The beginning of a chain, up to the property at the place of an error. */
	private static final Pattern BEGINNING = Pattern.compile(
			"(?:[A-Za-z_$][\\w$]*+(?:\\s++as\\s++[\\w.]++\\s*+\\))?(?:\\[[^\\]\\n]{0,50}\\])?[!)]{0,5}\\??\\.\\s*+)+$");

	/** The same for a property in brackets, which the error is at. */
	private static final Pattern BEFORE_BRACKET = Pattern
		.compile("(?:[A-Za-z_$][\\w$]*+[!)]{0,5}\\??\\.\\s*+)*+[A-Za-z_$][\\w$]*+[!)]{0,5}$");

	/** What a value lacks that nothing can go through. */
	private static final Pattern NO_ITERABLE = Pattern
		.compile("Cannot read property 'Symbol\\(Symbol\\.iterator\\)' of (undefined|null)$");

	private static final Pattern DECORATION = Pattern.compile("\\s+as\\s+[\\w.<>\\[\\]]+\\s*\\)|[!)\\s]|\\?(?=\\.)");

	private static final Pattern COMPILED = Pattern
		.compile("(?<what>(?:\\(intermediate value\\)|\\$module\\$*\\d+)[\\w$.#]*(?:\\[\"[^\"\\]]{0,50}\"\\])?)");

	/** A name in brackets at the end. */
	private static final Pattern BRACKETS = Pattern.compile("\\[\"(?<name>[^\"\\]]+)\"\\]$");

	private static final Pattern LAST = Pattern.compile("[\\w$#]+$");

	private static final Pattern NO_FUNCTION = Pattern
		.compile("^TypeError: (?<what>[\\w$.#\\[\\]\"']+) is not a (?:function|constructor)$");

	private static final Pattern NO_VARIABLE = Pattern.compile("^ReferenceError: (?<what>[\\w$]+) is not defined$");

	private static final Pattern NO_OBJECT = Pattern
		.compile("^TypeError: Cannot (?:read|set) propert(?:y|ies) '(?<name>[^']+)' of (?<value>undefined|null)$");

	private final Function<String, Optional<String>> advice;

	/**
	 * Creates a translation.
	 * @param advice what to do where a chain of properties of the source, such as
	 * {@code kinde.fetch}, is missing
	 */
	SourceWords(Function<String, Optional<String>> advice) {
		this.advice = advice;
	}

	/**
	 * Translates a message.
	 * @param message what the script engine says
	 * @param source the source from the place of the error on, empty if that is unknown
	 */
	String translate(String message, String source) {
		Matcher iterable = NO_ITERABLE.matcher(message);
		if (iterable.find()) {
			return iterable.replaceFirst("$1 is not iterable");
		}
		String chain = chain(source);
		Matcher compiled = COMPILED.matcher(message);
		String said = compiled.find() ? new StringBuilder(message)
			.replace(compiled.start(), compiled.end(), inSource(compiled.group("what"), chain))
			.toString() : message;
		Matcher object = NO_OBJECT.matcher(said);
		if (object.find()) {
			String base = before(chain, object.group("name"));
			return (base.isEmpty() || base.equals(object.group("value"))) ? said
					: said + ": " + base + " is " + object.group("value") + advice(base);
		}
		Matcher function = NO_FUNCTION.matcher(said);
		if (function.find()) {
			return said + advice(function.group("what"));
		}
		Matcher variable = NO_VARIABLE.matcher(said);
		if (variable.find()) {
			String what = variable.group("what");
			return said + advice(chain.startsWith(what + ".") ? chain : what);
		}
		return said;
	}

	/**
	 * Where in a line the expression begins of which an error is in a property.
	 * @param column the column of the property, from 0
	 */
	static int beginning(String line, int column) {
		boolean bracket = column < line.length() && line.charAt(column) == '[';
		Matcher beginning = (bracket ? BEFORE_BRACKET : BEGINNING).matcher(line)
			.region(Math.max(0, column - LENGTH), column);
		return beginning.find() ? beginning.start() : column;
	}

	private String advice(String chain) {
		return this.advice.apply(chain).map((action) -> "; " + action).orElse("");
	}

	private static String chain(String source) {
		String begun = OPERATOR.matcher(source.substring(0, Math.min(source.length(), LENGTH))).replaceFirst("");
		Matcher chain = CHAIN.matcher(begun);
		return chain.lookingAt() ? DECORATION.matcher(chain.group("chain")).replaceAll("") : "";
	}

	/**
	 * The beginning of the chain that ends as the compiled expression does, or its first
	 * name, which then stands for an import that has another name where it is exported.
	 */
	private static String inSource(String compiled, String chain) {
		if (chain.isEmpty()) {
			return compiled.replaceFirst("^(\\(intermediate value\\)|\\$module\\$*\\d+)\\.?", "");
		}
		Matcher brackets = BRACKETS.matcher(compiled);
		if (brackets.find()) {
			String base = before(chain, brackets.group("name"));
			return base + "[\"" + brackets.group("name") + "\"]";
		}
		Matcher last = LAST.matcher(compiled);
		String name = last.find() ? last.group() : "";
		String[] names = chain.split("\\.");
		StringBuilder found = new StringBuilder();
		for (String part : names) {
			found.append(found.isEmpty() ? "" : ".").append(part);
			if (part.equals(name)) {
				return found.toString();
			}
		}
		return names[0];
	}

	/** What stands in the chain before a property, or nothing. */
	private static String before(String chain, String property) {
		Matcher found = Pattern
			.compile("(?:\\." + Pattern.quote(property) + "(?![\\w$])|\\[['\"]?" + Pattern.quote(property)
					+ "['\"]?\\])")
			.matcher(chain);
		return found.find() ? chain.substring(0, found.start()) : "";
	}

}
