package io.claimflow.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstComputedPropName;
import com.caoccao.javet.swc4j.ast.enums.Swc4jAstUnaryOp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstAssignExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstBinExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCallExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCondExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstNewExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstOptChainExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstTaggedTpl;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstUnaryExpr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.miscs.Swc4jAstOptCall;
import com.caoccao.javet.swc4j.ast.pat.Swc4jAstAssignPatProp;
import com.caoccao.javet.swc4j.ast.pat.Swc4jAstKeyValuePatProp;
import com.caoccao.javet.swc4j.ast.pat.Swc4jAstObjectPat;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstIfStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDeclarator;
import io.claimflow.kinde.KindeGlobals;

/**
 * Finds the members of bindings that code reads, such as {@code kinde.env.get} and
 * {@code console.log}, as properties and by taking objects apart.
 */
final class MemberFinder {

	private static final Set<String> ROOTS = Set.of(KindeGlobals.NAMESPACE, "console", "util");

	/** {@code kinde} has bindings, and those have members. */
	private static final int DEPTH = 3;

	private final List<Member> found = new ArrayList<>();

	/** Members that code asks for before it uses them. */
	private final Set<String> tested = new HashSet<>();

	private MemberFinder() {
	}

	/** The members that are read below a node of JavaScript. */
	static List<Member> find(ISwc4jAst tree) {
		MemberFinder finder = new MemberFinder();
		finder.look(tree, tree);
		return finder.found.stream()
			.map((member) -> finder.tested.contains(member.path())
					? new Member(member.owner(), member.name(), member.place(), false, true) : member)
			.toList();
	}

	private void look(ISwc4jAst node, ISwc4jAst parent) {
		if (node instanceof Swc4jAstMemberExpr member && !isAssigned(node, parent)) {
			path(member.getObj()).ifPresent((owner) -> property(member).ifPresent((name) -> add(owner, name,
					owner.indexOf('.') < 0 ? member.getObj() : member.getProp(), isReliedOn(node, parent))));
			path(node).filter((path) -> isTested(node, parent)).ifPresent(this.tested::add);
		}
		else if (node instanceof Swc4jAstOptChainExpr chain && chain.isOptional()) {
			Optional<ISwc4jAst> asked = (chain.getBase() instanceof Swc4jAstMemberExpr member)
					? Optional.of(member.getObj()) : (chain.getBase() instanceof Swc4jAstOptCall call)
							? Optional.of(call.getCallee()) : Optional.empty();
			asked.flatMap(MemberFinder::path).ifPresent(this.tested::add);
		}
		else if (node instanceof Swc4jAstVarDeclarator declarator) {
			declarator.getInit().ifPresent((init) -> takeApart(declarator.getName(), init));
		}
		else if (node instanceof Swc4jAstAssignExpr assignment) {
			takeApart(assignment.getLeft(), assignment.getRight());
		}
		Syntax.children(node).forEach((child) -> look(child, node));
	}

	private void takeApart(ISwc4jAst pattern, ISwc4jAst value) {
		if (pattern instanceof Swc4jAstObjectPat object) {
			path(value).ifPresent((owner) -> takeApart(object, owner));
		}
	}

	private void takeApart(Swc4jAstObjectPat object, String owner) {
		for (ISwc4jAst property : object.getProps()) {
			if (property instanceof Swc4jAstAssignPatProp named) {
				Syntax.name(named.getKey().getId()).ifPresent((name) -> add(owner, name, named.getKey(), false));
			}
			else if (property instanceof Swc4jAstKeyValuePatProp pair) {
				boolean deeper = pair.getValue() instanceof Swc4jAstObjectPat;
				Syntax.name(pair.getKey()).ifPresent((name) -> {
					add(owner, name, pair.getKey(), deeper);
					if (deeper && levels(owner) + 1 < DEPTH) {
						takeApart((Swc4jAstObjectPat) pair.getValue(), owner + "." + name);
					}
				});
			}
		}
	}

	private void add(String owner, String name, ISwc4jAst place, boolean reliedOn) {
		this.found.add(new Member(owner, name, place, reliedOn, false));
	}

	/** The chain of properties that an expression is, if it begins with a binding. */
	private static Optional<String> path(ISwc4jAst expression) {
		ISwc4jAst bare = Syntax.bare(expression);
		if (bare instanceof Swc4jAstIdent identifier) {
			return Optional.of(identifier.getSym())
				.filter((name) -> ROOTS.contains(name) && EsModule.isUndeclared(identifier));
		}
		if (bare instanceof Swc4jAstOptChainExpr chain) {
			return path(chain.getBase());
		}
		return (bare instanceof Swc4jAstMemberExpr member)
				? path(member.getObj()).filter((owner) -> levels(owner) < DEPTH)
					.flatMap((owner) -> property(member).map((name) -> owner + "." + name))
				: Optional.empty();
	}

	private static int levels(String path) {
		return path.split("\\.").length;
	}

	private static Optional<String> property(Swc4jAstMemberExpr member) {
		return Syntax.name((member.getProp() instanceof Swc4jAstComputedPropName computed) ? computed.getExpr()
				: member.getProp());
	}

	private static boolean isAssigned(ISwc4jAst node, ISwc4jAst parent) {
		return parent instanceof Swc4jAstAssignExpr assignment && assignment.getLeft() == node;
	}

	private static boolean isReliedOn(ISwc4jAst node, ISwc4jAst parent) {
		return (parent instanceof Swc4jAstCallExpr call && call.getCallee() == node)
				|| (parent instanceof Swc4jAstNewExpr made && made.getCallee() == node)
				|| (parent instanceof Swc4jAstTaggedTpl tagged && tagged.getTag() == node)
				|| (parent instanceof Swc4jAstMemberExpr member && member.getObj() == node);
	}

	private static boolean isTested(ISwc4jAst node, ISwc4jAst parent) {
		return parent instanceof Swc4jAstBinExpr
				|| (parent instanceof Swc4jAstUnaryExpr unary
						&& (unary.getOp() == Swc4jAstUnaryOp.TypeOf || unary.getOp() == Swc4jAstUnaryOp.Bang))
				|| (parent instanceof Swc4jAstIfStmt statement && statement.getTest() == node)
				|| (parent instanceof Swc4jAstCondExpr conditional && conditional.getTest() == node);
	}

	/**
	 * A member that is read.
	 *
	 * @param owner what it is a member of, such as {@code kinde.env}
	 * @param name its name
	 * @param place where it is read
	 * @param reliedOn whether code fails there if there is no such member
	 * @param tested whether code asks for it before
	 */
	record Member(String owner, String name, ISwc4jAst place, boolean reliedOn, boolean tested) {

		String path() {
			return this.owner + "." + this.name;
		}

	}

}
