package io.claimflow.compile;

import java.util.Optional;
import java.util.Set;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstClass;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstPrivateMethod;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstPrivateProp;
import com.caoccao.javet.swc4j.ast.enums.Swc4jAstUnaryOp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstAssignExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCallExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstUnaryExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstUpdateExpr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstForInStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstForOfStmt;

/**
 * Finds code that may change what is global or built in. It needs globals of its own for
 * each run, since those that runs share are frozen. That keeps such code from failing;
 * what keeps runs apart is that those are frozen, whatever is found here.
 */
final class GlobalMutation {

	/** What reaches all globals, or is not there. */
	private static final Set<String> GLOBALS = Set.of("globalThis", "window", "self", "global", "FinalizationRegistry",
			"Function", "eval");

	/** Ways to what objects inherit from. */
	private static final Set<String> PROTOTYPES = Set.of("prototype", "__proto__", "getPrototypeOf", "setPrototypeOf",
			"__defineGetter__", "__defineSetter__");

	private static final Set<String> CHANGES = Set.of("assign", "defineProperty", "defineProperties", "set",
			"deleteProperty");

	private static final Set<String> EXPRESSIONS = Set.of("prototype", "escape");

	private GlobalMutation() {
	}

	/**
	 * Whether there is such code in a module.
	 * @param module the syntax tree of its JavaScript, with scopes resolved
	 */
	static boolean areIn(ISwc4jAst module) {
		return Syntax.find(module, GlobalMutation::found, (node) -> true).isPresent();
	}

	private static boolean found(ISwc4jAst node) {
		if (node instanceof Swc4jAstIdent identifier) {
			return isGlobal(identifier) && GLOBALS.contains(identifier.getSym());
		}
		if (node instanceof Swc4jAstMemberExpr member) {
			return asksForPrototype(member) || asksForLastMatch(member);
		}
		if (node instanceof Swc4jAstAssignExpr assignment) {
			return changes(assignment.getLeft());
		}
		if (node instanceof Swc4jAstUpdateExpr update) {
			return changes(update.getArg());
		}
		if (node instanceof Swc4jAstUnaryExpr unary) {
			return unary.getOp() == Swc4jAstUnaryOp.Delete && changes(unary.getArg());
		}
		if (node instanceof Swc4jAstForInStmt loop) {
			return changes(loop.getLeft());
		}
		if (node instanceof Swc4jAstForOfStmt loop) {
			return changes(loop.getLeft());
		}
		if (node instanceof Swc4jAstClass type) {
			return canMark(type);
		}
		return node instanceof Swc4jAstCallExpr call && callee(call).filter(CHANGES::contains).isPresent()
				&& !call.getArgs().isEmpty() && isGlobalOrOfOne(call.getArgs().get(0).getExpr());
	}

	/**
	 * A class that extends another can have its private members on whatever that one's
	 * constructor returns: frozen objects take them, too.
	 */
	static boolean canMark(Swc4jAstClass type) {
		return type.getSuperClass().isPresent() && type.getBody()
			.stream()
			.anyMatch((member) -> member instanceof Swc4jAstPrivateProp || member instanceof Swc4jAstPrivateMethod);
	}

	/** To call a method of a built-in prototype on something else changes nothing. */
	private static boolean asksForPrototype(Swc4jAstMemberExpr member) {
		boolean read = member.getParent() instanceof Swc4jAstMemberExpr method && method.getObj() == member;
		return name(member).filter(PROTOTYPES::contains).isPresent()
				&& !(read && name(member).filter("prototype"::equals).isPresent() && isGlobalOrOfOne(member.getObj()));
	}

	private static boolean asksForLastMatch(Swc4jAstMemberExpr member) {
		return member.getObj() instanceof Swc4jAstIdent object && isGlobal(object) && object.getSym().equals("RegExp")
				&& name(member).filter(EXPRESSIONS::contains).isEmpty();
	}

	private static Optional<String> name(Swc4jAstMemberExpr member) {
		return Syntax.name(member.getProp());
	}

	private static Optional<String> callee(Swc4jAstCallExpr call) {
		return (call.getCallee() instanceof Swc4jAstMemberExpr member && isGlobalOrOfOne(member.getObj()))
				? name(member) : Optional.empty();
	}

	/** Whether a target, or a part of a pattern of targets, is of that kind. */
	private static boolean changes(ISwc4jAst target) {
		if (target instanceof Swc4jAstIdent || target instanceof Swc4jAstMemberExpr) {
			return isGlobalOrOfOne(target);
		}
		return Syntax.children(target).stream().anyMatch(GlobalMutation::changes);
	}

	/** Whether a chain of members begins with a global. */
	private static boolean isGlobalOrOfOne(ISwc4jAst expression) {
		ISwc4jAst inner = Syntax.bare(expression);
		while (inner instanceof Swc4jAstMemberExpr member) {
			inner = Syntax.bare(member.getObj());
		}
		return inner instanceof Swc4jAstIdent identifier && isGlobal(identifier);
	}

	private static boolean isGlobal(Swc4jAstIdent identifier) {
		return EsModule.isUndeclared(identifier);
	}

}
