package io.claimflow.compile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstKeyValueProp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdentName;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstParenExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstTsAsExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstTsConstAssertion;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstTsSatisfiesExpr;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstStr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstBreakStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstContinueStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstLabeledStmt;

/**
 * Small questions that are asked of a syntax tree.
 */
final class Syntax {

	private Syntax() {
	}

	/** The children of a node that are there. */
	static List<ISwc4jAst> children(ISwc4jAst node) {
		return node.getChildNodes().stream().filter(Objects::nonNull).toList();
	}

	static int start(ISwc4jAst node) {
		return node.getSpan().getStart();
	}

	static int end(ISwc4jAst node) {
		return node.getSpan().getEnd();
	}

	/** The name that an identifier, a property name or a string gives. */
	static Optional<String> name(ISwc4jAst node) {
		if (node instanceof Swc4jAstIdent identifier) {
			return Optional.of(identifier.getSym());
		}
		if (node instanceof Swc4jAstIdentName identifier) {
			return Optional.of(identifier.getSym());
		}
		return (node instanceof Swc4jAstStr string) ? Optional.of(string.getValue()) : Optional.empty();
	}

	/**
	 * Whether an identifier stands for a variable, and is not the name of a label or of a
	 * property.
	 * @param parent the node that it is in
	 */
	static boolean isVariable(Swc4jAstIdent identifier, ISwc4jAst parent) {
		boolean label = parent instanceof Swc4jAstLabeledStmt || parent instanceof Swc4jAstBreakStmt
				|| parent instanceof Swc4jAstContinueStmt;
		boolean key = parent instanceof Swc4jAstKeyValueProp property && property.getKey() == identifier;
		return !label && !key;
	}

	/** An expression without the parentheses and the types around it. */
	static ISwc4jAst bare(ISwc4jAst expression) {
		ISwc4jAst inner = expression;
		while (true) {
			if (inner instanceof Swc4jAstParenExpr parentheses) {
				inner = parentheses.getExpr();
			}
			else if (inner instanceof Swc4jAstTsAsExpr as) {
				inner = as.getExpr();
			}
			else if (inner instanceof Swc4jAstTsSatisfiesExpr satisfies) {
				inner = satisfies.getExpr();
			}
			else if (inner instanceof Swc4jAstTsConstAssertion assertion) {
				inner = assertion.getExpr();
			}
			else {
				return inner;
			}
		}
	}

	/** The first node below another, itself included, in the order of the source. */
	static Optional<ISwc4jAst> find(ISwc4jAst node, Predicate<ISwc4jAst> wanted, Predicate<ISwc4jAst> enter) {
		if (wanted.test(node)) {
			return Optional.of(node);
		}
		for (ISwc4jAst child : children(node)) {
			if (enter.test(child)) {
				Optional<ISwc4jAst> found = find(child, wanted, enter);
				if (found.isPresent()) {
					return found;
				}
			}
		}
		return Optional.empty();
	}

}
