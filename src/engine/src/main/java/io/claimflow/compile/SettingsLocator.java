package io.claimflow.compile;

import java.util.List;
import java.util.Optional;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstGetterProp;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstKeyValueProp;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstMethodProp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstObjectLit;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultExpr;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportNamedSpecifier;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDeclarator;
import io.claimflow.SourceLocation;

/**
 * Finds where a workflow file writes its settings and its default export.
 */
final class SettingsLocator {

	private final SourceText source;

	private final ISwc4jAst root;

	SettingsLocator(SourceText source, ISwc4jAst root) {
		this.source = source;
		this.root = root;
	}

	/** See {@link Program#setting(List)}. */
	SourceLocation setting(List<String> path) {
		Optional<Swc4jAstVarDeclarator> declarator = declarator();
		if (declarator.isEmpty()) {
			return this.source.start();
		}
		ISwc4jAst closest = declarator.get().getName();
		Optional<ISwc4jAst> value = declarator.get().getInit().map(Syntax::bare);
		for (String key : path) {
			Optional<ISwc4jAst> property = value.flatMap((object) -> property(object, key));
			if (property.isEmpty()) {
				break;
			}
			closest = property.get();
			value = Optional.of(closest)
				.filter(Swc4jAstKeyValueProp.class::isInstance)
				.map((found) -> Syntax.bare(((Swc4jAstKeyValueProp) found).getValue()));
			closest = value.orElse(closest);
		}
		return this.source.location(Syntax.start(closest));
	}

	/** The value of the settings, without the types around it. */
	Optional<ISwc4jAst> value() {
		return declarator().flatMap((declarator) -> declarator.getInit().map(Syntax::bare));
	}

	/** See {@link Program#defaultExport()}. */
	SourceLocation defaultExport() {
		return Syntax.find(this.root, SettingsLocator::isDefaultExport, SettingsLocator::isModuleLevel)
			.map((found) -> this.source.location(Syntax.start(found)))
			.orElseGet(this.source::start);
	}

	private Optional<Swc4jAstVarDeclarator> declarator() {
		return Syntax
			.find(this.root,
					(node) -> node instanceof Swc4jAstVarDeclarator declarator && Syntax
						.find(declarator.getName(),
								(name) -> name instanceof Swc4jAstIdent identifier
										&& identifier.getSym().equals("workflowSettings"),
								(name) -> true)
						.isPresent(),
					SettingsLocator::isModuleLevel)
			.map(Swc4jAstVarDeclarator.class::cast);
	}

	private static boolean isModuleLevel(ISwc4jAst node) {
		String type = node.getClass().getSimpleName();
		return type.contains("Export") || type.contains("VarDecl");
	}

	private static boolean isDefaultExport(ISwc4jAst node) {
		return node instanceof Swc4jAstExportDefaultDecl || node instanceof Swc4jAstExportDefaultExpr
				|| (node instanceof Swc4jAstExportNamedSpecifier named && named.getExported()
					.or(() -> Optional.of(named.getOrig()))
					.flatMap(Syntax::name)
					.filter("default"::equals)
					.isPresent());
	}

	/** The property of an object literal that has a name. */
	static Optional<ISwc4jAst> property(ISwc4jAst object, String key) {
		if (!(object instanceof Swc4jAstObjectLit literal)) {
			return Optional.empty();
		}
		return literal.getProps()
			.stream()
			.map(ISwc4jAst.class::cast)
			.filter((property) -> key(property).filter(key::equals).isPresent())
			.reduce((first, last) -> last);
	}

	private static Optional<String> key(ISwc4jAst property) {
		if (property instanceof Swc4jAstKeyValueProp pair) {
			return Syntax.name(pair.getKey());
		}
		if (property instanceof Swc4jAstGetterProp getter) {
			return Syntax.name(getter.getKey());
		}
		return (property instanceof Swc4jAstMethodProp method) ? Syntax.name(method.getKey()) : Syntax.name(property);
	}

}
