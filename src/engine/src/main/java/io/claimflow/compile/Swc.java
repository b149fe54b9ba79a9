package io.claimflow.compile;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.regex.Pattern;

import com.caoccao.javet.swc4j.Swc4j;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.enums.Swc4jMediaType;
import com.caoccao.javet.swc4j.enums.Swc4jParseMode;
import com.caoccao.javet.swc4j.enums.Swc4jSourceMapOption;
import com.caoccao.javet.swc4j.exceptions.Swc4jCoreException;
import com.caoccao.javet.swc4j.options.Swc4jDecoratorsTranspileOption;
import com.caoccao.javet.swc4j.options.Swc4jJsxRuntimeOption;
import com.caoccao.javet.swc4j.options.Swc4jParseOptions;
import com.caoccao.javet.swc4j.options.Swc4jTranspileOptions;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;

/**
 * The compiler SWC, in this process. Its parser recurses on the stack of the calling
 * thread, and ends the process where that overflows: see {@link #stackSize}.
 */
final class Swc {

	/** An error, what it shows of the source, and its location. */
	private static final Pattern ERROR = Pattern
		.compile("(?ms)^(?:SyntaxError: )?(?<message>\\S.*?)\\s*\\n.*?^ +at \\S*:(?<line>\\d+):(?<column>\\d+)\\s*$");

	/** More would follow from the first ones. */
	private static final int ERRORS = 20;

	private static final URL SPECIFIER = specifier();

	private final Swc4j swc4j = NativeLibrary.load();

	private static URL specifier() {
		try {
			return URI.create("file:///module").toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The stack that a source does not overflow, however deeply it is nested. A level
	 * takes 3.3 KB of it at most, for each of which the source has a bracket that opens,
	 * or at least two other characters.
	 * @param source the source
	 * @return the size in bytes; what is not used of it costs no memory
	 */
	static long stackSize(String source) {
		long brackets = source.chars().filter((letter) -> letter == '(' || letter == '[' || letter == '{').count();
		return (16L << 20) + 2048L * source.length() + 6144L * brackets;
	}

	/**
	 * Parses a module.
	 * @param scopes whether identifiers are marked with their scopes, which takes very
	 * long for code that is nested very deeply
	 * @return the module's syntax tree
	 * @throws SyntaxException if it is not a module in its language
	 */
	ISwc4jAst parse(SourceText source, Swc4jMediaType mediaType, boolean scopes) throws SyntaxException {
		try {
			return this.swc4j
				.parse(source.text(),
						new Swc4jParseOptions().setSpecifier(SPECIFIER)
							.setMediaType(mediaType)
							.setParseMode(Swc4jParseMode.Module)
							.setCaptureAst(true)
							.setScopeAnalysis(scopes))
				.getProgram();
		}
		catch (Swc4jCoreException ex) {
			throw new SyntaxException(problems(source, String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * Strips types, and turns JSX and decorators into calls. Newer syntax stays as it is.
	 * @param automatic whether JSX calls the automatic runtime, which it imports from
	 * {@code react/jsx-runtime} (or from what a {@code @jsxImportSource} comment names),
	 * and not {@code React.createElement} (or what a {@code @jsx} comment names)
	 * @throws SyntaxException if it is not a module in its language
	 */
	Transpiled transpile(SourceText source, Swc4jMediaType mediaType, boolean automatic) throws SyntaxException {
		try {
			var output = this.swc4j.transpile(source.text(), new Swc4jTranspileOptions().setSpecifier(SPECIFIER)
				.setMediaType(mediaType)
				.setParseMode(Swc4jParseMode.Module)
				.setJsx(automatic ? Swc4jJsxRuntimeOption.Automatic() : Swc4jJsxRuntimeOption.Classic())
				.setDecorators(Swc4jDecoratorsTranspileOption.Ecma())
				.setVerbatimModuleSyntax(mediaType == Swc4jMediaType.JavaScript || mediaType == Swc4jMediaType.Jsx)
				.setSourceMap(Swc4jSourceMapOption.Separate)
				.setInlineSources(false)
				.setKeepComments(false));
			return new Transpiled(output.getCode(), output.getSourceMap());
		}
		catch (Swc4jCoreException ex) {
			throw new SyntaxException(problems(source, String.valueOf(ex.getMessage())));
		}
	}

	/** The parser goes on after an error where it can. */
	private static List<Problem> problems(SourceText source, String errors) {
		List<Problem> problems = ERROR.matcher(errors)
			.results()
			.limit(ERRORS)
			.map((error) -> problem(source,
					location(source, Integer.parseInt(error.group(2)), Integer.parseInt(error.group(3))),
					error.group(1)))
			.distinct()
			.toList();
		return problems.isEmpty() ? List.of(problem(source, source.start(), errors.lines().findFirst().orElse(errors)))
				: problems;
	}

	private static Problem problem(SourceText source, SourceLocation location, String message) {
		return source.problem(location, "Syntax error: " + message, "Correct the syntax; the file was not compiled.");
	}

	/** An error's column counts code points, and two for a tab. */
	private static SourceLocation location(SourceText source, int line, int column) {
		String text = source.line(line).orElse("");
		int offset = 0;
		for (int shown = 1; shown < column && offset < text.length();) {
			int codePoint = text.codePointAt(offset);
			shown += (codePoint == '\t') ? 2 : 1;
			offset += Character.charCount(codePoint);
		}
		return new SourceLocation(source.file(), line, offset + 1);
	}

	/**
	 * JavaScript, and the way back from it.
	 *
	 * @param code the JavaScript
	 * @param sourceMap the source map as JSON
	 */
	record Transpiled(String code, String sourceMap) {

	}

	/** A file that is not a module in its language. */
	static final class SyntaxException extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient List<Problem> problems;

		SyntaxException(Problem problem) {
			this(List.of(problem));
		}

		SyntaxException(List<Problem> problems) {
			super(problems.get(0).message());
			this.problems = problems;
		}

		/** What is wrong, at least one problem. */
		List<Problem> problems() {
			return this.problems;
		}

	}

}
