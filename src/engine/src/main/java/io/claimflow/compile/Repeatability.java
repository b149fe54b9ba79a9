package io.claimflow.compile;

import java.util.Set;

import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;

/**
 * Judges whether code does the same again where the host says the same: of what it does
 * not declare, it names only what gives the same answer each time. All else can be the
 * way to a clock, to chance or to what the engine happens to do, so it counts as that.
 */
final class Repeatability {

	private static final Set<String> STEADY = Set.of("undefined", "NaN", "Infinity", "arguments", "Object", "Array",
			"String", "Number", "Boolean", "Symbol", "BigInt", "JSON", "Map", "Set", "WeakMap", "WeakSet", "Promise",
			"Proxy", "Reflect", "RegExp", "Error", "AggregateError", "EvalError", "RangeError", "ReferenceError",
			"SyntaxError", "TypeError", "URIError", "isNaN", "isFinite", "parseInt", "parseFloat", "encodeURI",
			"encodeURIComponent", "decodeURI", "decodeURIComponent", "kinde", "console");

	private Repeatability() {
	}

	/**
	 * Whether a module is of that kind.
	 * @param module the syntax tree of its JavaScript, with scopes resolved
	 */
	static boolean isIn(ISwc4jAst module) {
		return Syntax.find(module, Repeatability::varies, (node) -> true).isEmpty();
	}

	private static boolean varies(ISwc4jAst node) {
		return node instanceof Swc4jAstIdent identifier && EsModule.isUndeclared(identifier)
				&& Syntax.isVariable(identifier, identifier.getParent()) && !STEADY.contains(identifier.getSym())
				&& !isOfMath(identifier);
	}

	/** A function of {@code Math} by its name, but for that of chance. */
	private static boolean isOfMath(Swc4jAstIdent identifier) {
		return identifier.getSym().equals("Math") && identifier.getParent() instanceof Swc4jAstMemberExpr member
				&& member.getObj() == identifier
				&& Syntax.name(member.getProp()).filter((name) -> !name.equals("random")).isPresent();
	}

}
