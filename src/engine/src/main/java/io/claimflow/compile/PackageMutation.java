package io.claimflow.compile;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstClass;
import com.caoccao.javet.swc4j.ast.enums.Swc4jAstUnaryOp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstAssignExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstBinExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCallExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCondExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstExprOrSpread;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstNewExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstParenExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstUnaryExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstUpdateExpr;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstArrayLit;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.pat.Swc4jAstBindingIdent;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstForInStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstForOfStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDeclarator;
import io.claimflow.compile.EsModule.Binding;
import org.jspecify.annotations.Nullable;

/**
 * Finds code of npm packages that may change what is global or built in, or that has to
 * be without what realms of several runs do not have. Packages have prototypes of their
 * own, and a global object of their own: to change these is no change of what runs share.
 * Code that is not found here, and changes something all the same, is refused it.
 */
final class PackageMutation {

	private static final String PROTOTYPE = "prototype";

	private static final String FINALIZATION = "FinalizationRegistry";

	/** Calls that change their first argument, or tell whether it was changed. */
	private static final Set<String> CHANGES = Set.of("assign", "defineProperty", "defineProperties", "set",
			"deleteProperty", "setPrototypeOf", "getOwnPropertyDescriptor", "getOwnPropertyDescriptors");

	/** Ways to what an object inherits from. */
	private static final Set<String> INHERITED = Set.of("__proto__", "getPrototypeOf");

	private static final Set<String> ACCESSORS = Set.of("__defineGetter__", "__defineSetter__");

	/** What tells of the last match of any regular expression. */
	private static final Pattern LAST_MATCH = Pattern
		.compile("\\$[1-9_&+`']|lastMatch|lastParen|leftContext|rightContext|input|multiline");

	/** The global object of packages, as the module names it that they are in. */
	private static final Set<String> GLOBALS = Set.of("globalThis", "self");

	/** Names of packages' own for the prototypes of what is built in. */
	private final Set<Binding> aliases = new HashSet<>();

	/** The globals that are asked for by their name alone. */
	private final Set<String> globals = new HashSet<>();

	private PackageMutation() {
	}

	/**
	 * Whether there is such code.
	 * @param packages the syntax tree of all packages of a workflow, with scopes resolved
	 */
	static boolean isIn(ISwc4jAst packages) {
		PackageMutation mutation = new PackageMutation();
		int known;
		do {
			known = mutation.aliases.size();
			mutation.findAliases(packages);
		}
		while (mutation.aliases.size() > known);
		return Syntax.find(packages, mutation::found, (node) -> true).isPresent();
	}

	private void findAliases(ISwc4jAst node) {
		if (node instanceof Swc4jAstIdent identifier && EsModule.isUndeclared(identifier)
				&& Syntax.isVariable(identifier, identifier.getParent())) {
			this.globals.add(identifier.getSym());
		}
		if (node instanceof Swc4jAstVarDeclarator declarator
				&& declarator.getName() instanceof Swc4jAstBindingIdent binding
				&& declarator.getInit().filter(this::mayBePrototype).isPresent()) {
			this.aliases.add(Binding.of(binding.getId()));
		}
		for (ISwc4jAst child : node.getChildNodes()) {
			if (child != null) {
				findAliases(child);
			}
		}
	}

	/** Whether an expression is the prototype of something built in, or may be. */
	private boolean mayBePrototype(ISwc4jAst expression) {
		ISwc4jAst inner = Syntax.bare(expression);
		if (isChoice(inner)) {
			return Syntax.children(inner).stream().anyMatch(this::mayBePrototype);
		}
		return isBuiltInPrototype(inner)
				|| inner instanceof Swc4jAstIdent identifier && this.aliases.contains(Binding.of(identifier));
	}

	private static boolean isChoice(ISwc4jAst node) {
		return node instanceof Swc4jAstCondExpr
				|| node instanceof Swc4jAstBinExpr operation && switch (operation.getOp()) {
					case LogicalAnd, LogicalOr, NullishCoalescing -> true;
					default -> false;
				};
	}

	private boolean isBuiltInPrototype(ISwc4jAst expression) {
		return expression instanceof Swc4jAstMemberExpr member && name(member).filter(PROTOTYPE::equals).isPresent()
				&& isGlobalOrOfOne(member.getObj());
	}

	/** Whether an object is only read, compared, given a name, or looked for in a set. */
	private static boolean isHarmless(ISwc4jAst object) {
		ISwc4jAst node = object;
		ISwc4jAst parent = node.getParent();
		while (parent instanceof Swc4jAstParenExpr || isChoice(parent)) {
			node = parent;
			parent = node.getParent();
		}
		return (parent instanceof Swc4jAstMemberExpr member && member.getObj() == node)
				|| parent instanceof Swc4jAstBinExpr
				|| (parent instanceof Swc4jAstVarDeclarator declarator
						&& declarator.getName() instanceof Swc4jAstBindingIdent)
				|| (parent instanceof Swc4jAstExprOrSpread && isOfSet(parent.getParent()));
	}

	private static boolean isOfSet(@Nullable ISwc4jAst list) {
		return list instanceof Swc4jAstArrayLit && list.getParent() instanceof Swc4jAstExprOrSpread argument
				&& argument.getParent() instanceof Swc4jAstNewExpr made
				&& made.getCallee() instanceof Swc4jAstIdent type && EsModule.isUndeclared(type)
				&& Set.of("Set", "WeakSet").contains(type.getSym());
	}

	private boolean found(ISwc4jAst node) {
		if (node instanceof Swc4jAstIdent identifier) {
			return isAbsent(identifier) || isHandedOn(identifier);
		}
		if (node instanceof Swc4jAstMemberExpr member) {
			return asksForPrototype(member) || asksForLastMatch(member)
					|| name(member).filter((name) -> name.equals(FINALIZATION) || ACCESSORS.contains(name)).isPresent();
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
			return GlobalMutation.canMark(type);
		}
		return node instanceof Swc4jAstCallExpr call && isChange(call) && !call.getArgs().isEmpty()
				&& (isGlobalOrOfOne(call.getArgs().get(0).getExpr()) || isOwnGlobal(call.getArgs().get(0).getExpr()));
	}

	/**
	 * Whether it is the global object of packages: what they add to it has no name of its
	 * own in a realm of several runs.
	 */
	private static boolean isOwnGlobal(ISwc4jAst expression) {
		return Syntax.bare(expression) instanceof Swc4jAstIdent identifier && GLOBALS.contains(identifier.getSym())
				&& !EsModule.isUndeclared(identifier);
	}

	private static boolean isAbsent(Swc4jAstIdent identifier) {
		return EsModule.isUndeclared(identifier)
				&& (identifier.getSym().equals(FINALIZATION) || identifier.getSym().equals("eval"));
	}

	/** Whether another name of a prototype leads further. */
	private boolean isHandedOn(Swc4jAstIdent identifier) {
		return this.aliases.contains(Binding.of(identifier)) && Syntax.isVariable(identifier, identifier.getParent())
				&& !(identifier.getParent() instanceof Swc4jAstBindingIdent) && !isHarmless(identifier);
	}

	private boolean asksForPrototype(Swc4jAstMemberExpr member) {
		return isBuiltInPrototype(member) && !isHarmless(member);
	}

	private static boolean asksForLastMatch(Swc4jAstMemberExpr member) {
		ISwc4jAst object = Syntax.bare(member.getObj());
		Optional<String> owner = (object instanceof Swc4jAstMemberExpr inner) ? name(inner) : Syntax.name(object);
		return owner.filter("RegExp"::equals).isPresent()
				&& name(member).filter(LAST_MATCH.asMatchPredicate()).isPresent();
	}

	private boolean isChange(Swc4jAstCallExpr call) {
		return call.getCallee() instanceof Swc4jAstMemberExpr member && isGlobalOrOfOne(member.getObj())
				&& name(member).filter(CHANGES::contains).isPresent();
	}

	/** Whether a target, or a part of a pattern of targets, is shared. */
	private boolean changes(ISwc4jAst target) {
		if (target instanceof Swc4jAstMemberExpr member && isOwnGlobal(member.getObj())) {
			return name(member).filter((name) -> !this.globals.contains(name)).isEmpty();
		}
		if (target instanceof Swc4jAstIdent || target instanceof Swc4jAstMemberExpr) {
			return isGlobalOrOfOne(target) || isInherited(target);
		}
		return Syntax.children(target).stream().anyMatch(this::changes);
	}

	/** Whether a target is a property of what something inherits from. */
	private static boolean isInherited(ISwc4jAst target) {
		ISwc4jAst inner = target;
		while (inner instanceof Swc4jAstMemberExpr member) {
			inner = Syntax.bare(member.getObj());
			Optional<String> name = (inner instanceof Swc4jAstMemberExpr object) ? name(object)
					: (inner instanceof Swc4jAstCallExpr call && call.getCallee() instanceof Swc4jAstMemberExpr callee)
							? name(callee) : Optional.empty();
			if (name.filter(INHERITED::contains).isPresent()) {
				return true;
			}
		}
		return false;
	}

	private static Optional<String> name(Swc4jAstMemberExpr member) {
		return Syntax.name(member.getProp());
	}

	/** Whether a chain of members begins with a global, or with another name of one. */
	private boolean isGlobalOrOfOne(ISwc4jAst expression) {
		ISwc4jAst inner = Syntax.bare(expression);
		while (inner instanceof Swc4jAstMemberExpr member) {
			inner = Syntax.bare(member.getObj());
		}
		return inner instanceof Swc4jAstIdent identifier
				&& (EsModule.isUndeclared(identifier) || this.aliases.contains(Binding.of(identifier)));
	}

}
