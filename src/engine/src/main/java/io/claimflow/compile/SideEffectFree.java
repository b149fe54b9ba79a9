package io.claimflow.compile;

import java.util.List;
import java.util.Set;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstFunction;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstKeyValueProp;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstMethodProp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstArrowExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstBinExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCallExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstExprOrSpread;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstFnExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdentName;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstNewExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstParenExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstTpl;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstUnaryExpr;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstArrayLit;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstBigInt;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstBool;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstNull;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstNumber;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstObjectLit;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstRegex;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstStr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.miscs.Swc4jAstTplElement;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportAll;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultExpr;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstNamedExport;
import com.caoccao.javet.swc4j.ast.pat.Swc4jAstBindingIdent;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstEmptyStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstExprStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstFnDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDeclarator;

/**
 * Judges whether evaluating a module is inert: it binds names to functions and to
 * constant values, calls no code of the author's, and asks nothing whose answer changes,
 * such as the time. What is not known to be so counts as not inert.
 */
final class SideEffectFree {

	/** What runs later, or is nothing but names of other modules. */
	private static final Set<Class<?>> CLOSED = Set.of(Swc4jAstFunction.class, Swc4jAstArrowExpr.class,
			Swc4jAstImportDecl.class, Swc4jAstNamedExport.class, Swc4jAstExportAll.class);

	private static final Set<Class<?>> LITERALS = Set.of(Swc4jAstStr.class, Swc4jAstNumber.class, Swc4jAstBool.class,
			Swc4jAstNull.class, Swc4jAstBigInt.class);

	/** What is inert if all that is in it is. */
	private static final Set<Class<?>> OPEN = Set.of(Swc4jAstExportDecl.class, Swc4jAstExportDefaultDecl.class,
			Swc4jAstExportDefaultExpr.class, Swc4jAstFnDecl.class, Swc4jAstFnExpr.class, Swc4jAstVarDecl.class,
			Swc4jAstVarDeclarator.class, Swc4jAstBindingIdent.class, Swc4jAstEmptyStmt.class, Swc4jAstExprStmt.class,
			Swc4jAstIdentName.class, Swc4jAstObjectLit.class, Swc4jAstKeyValueProp.class, Swc4jAstMethodProp.class,
			Swc4jAstArrayLit.class, Swc4jAstParenExpr.class, Swc4jAstMemberExpr.class, Swc4jAstRegex.class,
			Swc4jAstTplElement.class);

	private static final Set<String> CONSTANTS = Set.of("undefined", "NaN", "Infinity");

	private static final Set<String> COLLECTIONS = Set.of("Map", "Set", "WeakMap", "WeakSet");

	private SideEffectFree() {
	}

	/**
	 * Whether a module is inert.
	 * @param module the syntax tree of its JavaScript, with scopes resolved
	 */
	static boolean isInert(ISwc4jAst module) {
		return areInert(Syntax.children(module));
	}

	private static boolean areInert(List<? extends ISwc4jAst> nodes) {
		return nodes.stream().allMatch(SideEffectFree::inert);
	}

	private static boolean inert(ISwc4jAst node) {
		if (CLOSED.contains(node.getClass()) || isLiteral(node)) {
			return true;
		}
		if (node instanceof Swc4jAstIdent identifier) {
			return isName(identifier) || !isGlobal(identifier) || CONSTANTS.contains(identifier.getSym());
		}
		if (node instanceof Swc4jAstExprOrSpread element) {
			return element.getSpread().isEmpty() && inert(element.getExpr());
		}
		if (node instanceof Swc4jAstTpl template) {
			return template.getExprs().isEmpty();
		}
		// Freezing and collecting call nothing of the author's, as long as no value has a
		// computed key or a getter.
		if (node instanceof Swc4jAstCallExpr call) {
			return isFreeze(call.getCallee()) && areInert(call.getArgs());
		}
		if (node instanceof Swc4jAstNewExpr collection) {
			return collection.getCallee() instanceof Swc4jAstIdent type && isGlobal(type)
					&& COLLECTIONS.contains(type.getSym())
					&& collection.getArgs().map(SideEffectFree::areInert).orElse(true);
		}
		return OPEN.contains(node.getClass()) && areInert(Syntax.children(node));
	}

	/** A literal, or a sum of some: operators call methods of objects. */
	private static boolean isLiteral(ISwc4jAst node) {
		if (node instanceof Swc4jAstUnaryExpr || node instanceof Swc4jAstBinExpr || node instanceof Swc4jAstParenExpr) {
			return Syntax.children(node).stream().allMatch(SideEffectFree::isLiteral);
		}
		return LITERALS.contains(node.getClass());
	}

	private static boolean isFreeze(ISwc4jAst callee) {
		return callee instanceof Swc4jAstMemberExpr member && member.getObj() instanceof Swc4jAstIdent object
				&& isGlobal(object) && object.getSym().equals("Object")
				&& Syntax.name(member.getProp()).filter("freeze"::equals).isPresent();
	}

	/** What only gives a name to something. */
	private static boolean isName(Swc4jAstIdent identifier) {
		ISwc4jAst parent = identifier.getParent();
		return parent instanceof Swc4jAstBindingIdent || parent instanceof Swc4jAstFnDecl
				|| parent instanceof Swc4jAstFnExpr
				|| (parent instanceof Swc4jAstKeyValueProp property && property.getKey() == identifier)
				|| (parent instanceof Swc4jAstMethodProp method && method.getKey() == identifier);
	}

	private static boolean isGlobal(Swc4jAstIdent identifier) {
		return identifier.getCtxt() == EsModule.UNDECLARED;
	}

}
