package io.claimflow.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstFunction;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstKeyValueProp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstArrowExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCallExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstFnExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstTaggedTpl;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstObjectLit;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.miscs.Swc4jAstOptCall;
import com.caoccao.javet.swc4j.ast.pat.Swc4jAstBindingIdent;
import com.caoccao.javet.swc4j.ast.miscs.Swc4jAstCatchClause;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstBlockStmt;
import io.claimflow.artifact.SourceMap;
import io.claimflow.compile.EsModule.Binding;
import io.claimflow.compile.EsModule.Imported;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a JavaScript module as a function expression. One line is put before the code
 * and no line is added to it, so that positions stay easy to trace: exports become
 * getters of live bindings, and an imported binding becomes a property of its module.
 */
final class ModuleWriter {

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][\\w$]*");

	private final SourceText code;

	private final EsModule module;

	private final String linker;

	private final Map<String, String> variables = new LinkedHashMap<>();

	private final Set<ISwc4jAst> removed = Collections.newSetFromMap(new IdentityHashMap<>());

	private final List<Edit> edits = new ArrayList<>();

	ModuleWriter(SourceText code, EsModule module) {
		this.code = code;
		this.module = module;
		this.linker = unused(code.text());
		for (String specifier : module.specifiers()) {
			this.variables.put(specifier, this.linker + this.variables.size());
		}
	}

	private static String unused(String code) {
		String name = "$module";
		while (code.contains(name)) {
			name += "$";
		}
		return name;
	}

	/**
	 * Writes the module.
	 * @param root the syntax tree of the code
	 * @param resolve gives the name of the module that a specifier means
	 */
	Written write(ISwc4jAst root, UnaryOperator<String> resolve) {
		for (EsModule.Declaration declaration : this.module.declarations()) {
			edit(declaration);
		}
		editReferences(root);
		this.edits.sort(Comparator.comparingInt(Edit::start));
		StringBuilder written = new StringBuilder("(function (").append(this.linker).append(") { \"use strict\"; ");
		this.module.localExports().forEach((name, local) -> written.append(define(name, local)));
		if (this.module.hasDefaultValue()) {
			written.append(define("default", this.linker + "$default"));
		}
		this.variables.forEach((specifier, variable) -> written.append("const ")
			.append(variable)
			.append(" = ")
			.append(this.linker)
			.append(".require(")
			.append(quoted(resolve.apply(specifier)))
			.append("); "));
		this.module.forwardedExports().forEach((name, imported) -> written.append(define(name, reference(imported))));
		this.module.starExports()
			.forEach((specifier) -> written.append(this.linker)
				.append(".all(")
				.append(this.variables.get(specifier))
				.append("); "));
		written.append('\n');
		int from = 0;
		for (Edit edit : this.edits) {
			written.append(this.code.text(), from, edit.start()).append(edit.text());
			from = edit.end();
		}
		written.append(this.code.text(), from, this.code.text().length()).append("\n})");
		return new Written(written.toString(), this.code, List.copyOf(this.edits));
	}

	private String define(String name, String expression) {
		return this.linker + ".define(" + quoted(name) + ", () => " + expression + "); ";
	}

	private String reference(Imported imported) {
		String variable = this.variables.get(imported.specifier());
		String name = imported.name();
		if (name.equals(EsModule.NAMESPACE)) {
			return String.valueOf(variable);
		}
		return variable + (IDENTIFIER.matcher(name).matches() ? "." + name : "[" + quoted(name) + "]");
	}

	private void edit(EsModule.Declaration declaration) {
		ISwc4jAst node = declaration.node();
		int start = this.code.offset(Syntax.start(node));
		int end = this.code.offset(Syntax.end(node));
		if (declaration.kind() == EsModule.Kind.REMOVED) {
			this.edits.add(new Edit(start, end, blank(start, end)));
			this.removed.add(node);
			return;
		}
		int inner = this.code.offset(Syntax.start(Syntax.children(node).get(0)));
		if (declaration.kind() == EsModule.Kind.DECLARATION) {
			this.edits.add(new Edit(start, inner, blank(start, inner)));
			return;
		}
		// The property gives a function without a name the name "default", as a module
		// does.
		int innerEnd = this.code.offset(Syntax.end(Syntax.children(node).get(0)));
		this.edits.add(new Edit(start, inner,
				"const { default: " + this.linker + "$default } = { default: " + newLines(start, inner)));
		this.edits.add(new Edit(innerEnd, end, " };" + newLines(innerEnd, end)));
	}

	private void editReferences(ISwc4jAst node) {
		for (ISwc4jAst child : Syntax.children(node)) {
			if (child instanceof Swc4jAstIdent identifier) {
				Imported imported = this.module.imports().get(Binding.of(identifier));
				if (imported != null && isReference(identifier)) {
					int start = this.code.offset(Syntax.start(child));
					this.edits.add(new Edit(start, this.code.offset(Syntax.end(child)),
							reference(identifier, node, reference(imported))));
				}
			}
			else if (!this.removed.contains(child)) {
				if (child instanceof Swc4jAstCatchClause clause) {
					editCaught(clause);
				}
				else if (child instanceof Swc4jAstCallExpr call) {
					editHandler(call);
				}
				editReferences(child);
			}
		}
	}

	/**
	 * The message of an error that the script engine throws is made when it is thrown, of
	 * the names in this module's text: who catches it is shown those of the source.
	 */
	private void editCaught(Swc4jAstCatchClause clause) {
		clause.getParam().ifPresent((caught) -> editCaught(caught, clause.getBody()));
	}

	/** A function that is written where it is given to a promise's catch or then. */
	private void editHandler(Swc4jAstCallExpr call) {
		Optional<String> method = (call.getCallee() instanceof Swc4jAstMemberExpr member)
				? Syntax.name(member.getProp()) : Optional.empty();
		int handler = method.map(List.of("catch", "then")::indexOf).orElse(-1);
		if (handler < 0 || call.getArgs().size() <= handler) {
			return;
		}
		ISwc4jAst given = call.getArgs().get(handler).getExpr();
		if (given instanceof Swc4jAstArrowExpr arrow && !arrow.getParams().isEmpty()) {
			editCaught(arrow.getParams().get(0), arrow.getBody());
		}
		else if (given instanceof Swc4jAstFnExpr expression && !expression.getFunction().getParams().isEmpty()) {
			Swc4jAstFunction function = expression.getFunction();
			function.getBody().ifPresent((body) -> editCaught(function.getParams().get(0).getPat(), body));
		}
	}

	private void editCaught(ISwc4jAst caught, ISwc4jAst body) {
		if (!(caught instanceof Swc4jAstBindingIdent variable)) {
			return;
		}
		String call = "%s.caught(%s)".formatted(this.linker, variable.getId().getSym());
		int begin = this.code.offset(Syntax.start(body));
		if (body instanceof Swc4jAstBlockStmt) {
			this.edits.add(new Edit(begin + 1, begin + 1, " " + call + ";"));
		}
		else {
			int end = this.code.offset(Syntax.end(body));
			this.edits.add(new Edit(begin, begin, "(" + call + ", "));
			this.edits.add(new Edit(end, end, ")"));
		}
	}

	private static boolean isReference(Swc4jAstIdent identifier) {
		return !(identifier.getParent() instanceof Swc4jAstKeyValueProp property && property.getKey() == identifier);
	}

	/** A call must not pass the module as {@code this}. */
	private static String reference(Swc4jAstIdent identifier, ISwc4jAst parent, String reference) {
		if (parent instanceof Swc4jAstObjectLit) {
			return identifier.getSym() + ": " + reference;
		}
		boolean called = (parent instanceof Swc4jAstCallExpr call && call.getCallee() == identifier)
				|| (parent instanceof Swc4jAstTaggedTpl tagged && tagged.getTag() == identifier)
				|| (parent instanceof Swc4jAstOptCall optional && optional.getCallee() == identifier);
		return called ? "(0, " + reference + ")" : reference;
	}

	private String blank(int start, int end) {
		return this.code.text().substring(start, end).replaceAll("[^\r\n]", " ");
	}

	private String newLines(int start, int end) {
		return this.code.text().substring(start, end).replaceAll("[^\n]", "");
	}

	private static String quoted(String text) {
		return JsonMapper.shared().writeValueAsString(text);
	}

	/**
	 * A replacement in the code that keeps its line breaks.
	 *
	 * @param start where it begins
	 * @param end where what it replaces ends
	 * @param text the replacement
	 */
	record Edit(int start, int end, String text) {

	}

	/**
	 * A written module, and the code it was written from.
	 *
	 * @param text the function expression
	 * @param code the code
	 * @param edits what differs between the two, in order
	 */
	record Written(String text, SourceText code, List<Edit> edits) {

		/**
		 * The way from the text to the source.
		 * @param map the way from the code to the source
		 */
		SourceMap trace(SourceMap map) {
			return map.moved(1, new Positions(this.code.text(), this.edits));
		}

	}

	/**
	 * A cursor over positions of the code that tells where each stands in the text. It is
	 * fast for positions that come in order.
	 */
	private static final class Positions implements SourceMap.Shift {

		private final String code;

		private final List<Edit> edits;

		private int line;

		private int lineStart;

		/** The edits of the line before the position, but for the last of them. */
		private int next;

		private int shift;

		private @Nullable Edit last;

		private int column;

		Positions(String code, List<Edit> edits) {
			this.code = code;
			this.edits = edits;
		}

		@Override
		public int column(int line, int column) {
			if (line < this.line || (line == this.line && column < this.column)) {
				this.line = 0;
				this.lineStart = 0;
				this.next = 0;
				beginLine();
			}
			while (this.line < line) {
				int end = this.code.indexOf('\n', this.lineStart);
				if (end < 0) {
					return column;
				}
				this.line++;
				this.lineStart = end + 1;
				beginLine();
			}
			this.column = column;
			int offset = this.lineStart + column;
			while (this.next < this.edits.size() && this.edits.get(this.next).start() < offset) {
				this.shift += grown(this.last);
				this.last = this.edits.get(this.next++);
			}
			Edit edit = this.last;
			return (edit == null) ? column
					: Math.max(edit.start() + 1, offset + grown(edit)) + this.shift - this.lineStart;
		}

		private void beginLine() {
			this.column = 0;
			this.shift = 0;
			this.last = null;
			while (this.next < this.edits.size() && this.edits.get(this.next).start() < this.lineStart) {
				this.next++;
			}
		}

		private static int grown(@Nullable Edit edit) {
			return (edit == null) ? 0 : edit.text().length() - (edit.end() - edit.start());
		}

	}

}
