package io.claimflow.compile;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
import io.claimflow.artifact.Program;
import io.claimflow.kinde.KindeSettings;

/**
 * Finds where a workflow file writes its settings and its default export.
 */
final class SettingsLocator {

	/**
	 * Below that, and for more members, the location of what is around is near enough.
	 */
	private static final int DEPTH = 16;

	private static final int LOCATIONS = 2_000;

	private final SourceText source;

	private final ISwc4jAst root;

	SettingsLocator(SourceText source, ISwc4jAst root) {
		this.source = source;
		this.root = root;
	}

	/** Where the settings are declared, or the start of the file. */
	SourceLocation start() {
		return declarator().map((named) -> this.source.location(Syntax.start(named.getName())))
			.orElseGet(this.source::start);
	}

	/** See {@link Program#settings()}. */
	Map<List<String>, SourceLocation> settings() {
		Map<List<String>, SourceLocation> found = new HashMap<>();
		found.put(List.of(), start());
		value().ifPresent((value) -> addMembers(value, List.of(), found));
		return found;
	}

	/** Adds the members of an object: of two with one name, the last one counts. */
	private void addMembers(ISwc4jAst object, List<String> path, Map<List<String>, SourceLocation> found) {
		if (!(object instanceof Swc4jAstObjectLit literal) || path.size() >= DEPTH) {
			return;
		}
		Map<String, ISwc4jAst> members = new LinkedHashMap<>();
		literal.getProps().forEach((property) -> key(property).ifPresent((key) -> members.put(key, property)));
		members.forEach((key, property) -> {
			List<String> inner = Stream.concat(path.stream(), Stream.of(key)).toList();
			Optional<ISwc4jAst> value = Optional.of(property)
				.filter(Swc4jAstKeyValueProp.class::isInstance)
				.map((pair) -> Syntax.bare(((Swc4jAstKeyValueProp) pair).getValue()));
			if (found.size() < LOCATIONS) {
				found.put(inner, this.source.location(Syntax.start(value.orElse(property))));
				value.ifPresent((member) -> addMembers(member, inner, found));
			}
		});
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
										&& identifier.getSym().equals(KindeSettings.EXPORT),
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
