package io.claimflow.compile;

import java.util.Set;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstStaticBlock;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import io.claimflow.kinde.KindeGlobals;

/**
 * Judges whether code does the same again where the host says the same: of what it does
 * not declare, it names only what gives the same answer each time. All else can be the
 * way to a clock, to chance or to what the engine happens to do, so it counts as that.
 */
final class Determinism {

	private static final Set<String> STEADY = Set.of("undefined", "NaN", "Infinity", "arguments", "Object", "Array",
			"String", "Number", "Boolean", "Symbol", "BigInt", "JSON", "Map", "Set", "WeakMap", "WeakSet", "Promise",
			"Proxy", "Reflect", "RegExp", "Error", "AggregateError", "EvalError", "RangeError", "ReferenceError",
			"SyntaxError", "TypeError", "URIError", "isNaN", "isFinite", "parseInt", "parseFloat", "encodeURI",
			"encodeURIComponent", "decodeURI", "decodeURIComponent", KindeGlobals.NAMESPACE, "console");

	/** What {@code Math} has, but for chance; what it inherits can answer with itself. */
	private static final Set<String> MATH = Set.of("E", "LN10", "LN2", "LOG10E", "LOG2E", "PI", "SQRT1_2", "SQRT2",
			"abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "clz32", "cos", "cosh",
			"exp", "expm1", "floor", "fround", "hypot", "imul", "log", "log10", "log1p", "log2", "max", "min", "pow",
			"round", "sign", "sin", "sinh", "sqrt", "tan", "tanh", "trunc");

	private Determinism() {
	}

	/**
	 * Whether a module is of that kind.
	 * @param module the syntax tree of its JavaScript, with scopes resolved
	 */
	static boolean isIn(ISwc4jAst module) {
		return Syntax.find(module, Determinism::varies, (node) -> true).isEmpty();
	}

	private static boolean varies(ISwc4jAst node) {
		// What a static block declares, SWC takes for a declaration of the whole module.
		return node instanceof Swc4jAstStaticBlock || node instanceof Swc4jAstIdent identifier
				&& EsModule.isUndeclared(identifier) && Syntax.isVariable(identifier, identifier.getParent())
				&& !STEADY.contains(identifier.getSym()) && !isOfMath(identifier);
	}

	/** A function or a number of {@code Math}, by its name. */
	private static boolean isOfMath(Swc4jAstIdent identifier) {
		return identifier.getSym().equals("Math") && identifier.getParent() instanceof Swc4jAstMemberExpr member
				&& member.getObj() == identifier && Syntax.name(member.getProp()).filter(MATH::contains).isPresent();
	}

}
