package io.claimflow.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstClass;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstFunction;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstArrowExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstClassExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstFnExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAstDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportAll;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultExpr;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportNamedSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportNamespaceSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportDefaultSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportNamedSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstNamedExport;
import com.caoccao.javet.swc4j.ast.pat.Swc4jAstBindingIdent;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstClassDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstFnDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDeclarator;

/**
 * What a JavaScript module imports and exports (ECMA-262, section 16.2), read from its
 * syntax tree.
 */
final class EsModule implements ModuleNames {

	/** Stands for every export at once, as an object. */
	static final String NAMESPACE = "*";

	/** The parser's mark of names that the module does not declare. */
	static final int UNDECLARED = 1;

	private final Set<String> specifiers = new LinkedHashSet<>();

	private final Map<Binding, Imported> imports = new LinkedHashMap<>();

	private final Map<String, String> localExports = new LinkedHashMap<>();

	private final Map<String, Imported> forwardedExports = new LinkedHashMap<>();

	private final List<String> starExports = new ArrayList<>();

	private final List<Declaration> declarations = new ArrayList<>();

	private final Set<String> exported = new HashSet<>();

	private final Set<String> repeatedExports = new LinkedHashSet<>();

	private final Set<String> undeclaredExports = new LinkedHashSet<>();

	private final List<Swc4jAstNamedExport> lists = new ArrayList<>();

	EsModule(ISwc4jAst module) {
		Syntax.children(module).forEach(this::read);
		this.lists.forEach(this::readList);
	}

	private void read(ISwc4jAst item) {
		if (item instanceof Swc4jAstImportDecl declaration) {
			this.declarations.add(new Declaration(item, Kind.REMOVED));
			readImport(declaration);
		}
		else if (item instanceof Swc4jAstExportDecl declaration) {
			this.declarations.add(new Declaration(item, Kind.DECLARATION));
			declared(declaration.getDecl()).forEach((name) -> exportLocal(name, name));
		}
		else if (item instanceof Swc4jAstNamedExport list) {
			this.declarations.add(new Declaration(item, Kind.REMOVED));
			list.getSrc().ifPresent((source) -> this.specifiers.add(source.getValue()));
			this.lists.add(list);
		}
		else if (item instanceof Swc4jAstExportAll all) {
			this.declarations.add(new Declaration(item, Kind.REMOVED));
			this.specifiers.add(all.getSrc().getValue());
			this.starExports.add(all.getSrc().getValue());
		}
		else if (item instanceof Swc4jAstExportDefaultExpr) {
			export("default");
			this.declarations.add(new Declaration(item, Kind.DEFAULT_VALUE));
		}
		else if (item instanceof Swc4jAstExportDefaultDecl declaration) {
			Optional<String> name = nameOf(declaration.getDecl());
			name.ifPresentOrElse((local) -> exportLocal("default", local), () -> export("default"));
			this.declarations.add(new Declaration(item, name.isPresent() ? Kind.DECLARATION : Kind.DEFAULT_VALUE));
		}
	}

	/** Whether an identifier stands for no variable of the module. */
	static boolean isUndeclared(Swc4jAstIdent identifier) {
		return identifier.getCtxt() == UNDECLARED;
	}

	private void export(String name) {
		if (!this.exported.add(name)) {
			this.repeatedExports.add(name);
		}
	}

	private void exportLocal(String name, String local) {
		export(name);
		this.localExports.put(name, local);
	}

	private void forward(String name, Imported imported) {
		export(name);
		this.forwardedExports.put(name, imported);
	}

	private void readImport(Swc4jAstImportDecl declaration) {
		String specifier = declaration.getSrc().getValue();
		this.specifiers.add(specifier);
		for (ISwc4jAst imported : declaration.getSpecifiers()) {
			if (imported instanceof Swc4jAstImportNamedSpecifier named) {
				String name = named.getImported().flatMap(Syntax::name).orElse(named.getLocal().getSym());
				this.imports.put(Binding.of(named.getLocal()), new Imported(specifier, name));
			}
			else {
				String name = (imported instanceof Swc4jAstImportDefaultSpecifier) ? "default" : NAMESPACE;
				Syntax.children(imported)
					.stream()
					.filter(Swc4jAstIdent.class::isInstance)
					.map(Swc4jAstIdent.class::cast)
					.forEach((local) -> this.imports.put(Binding.of(local), new Imported(specifier, name)));
			}
		}
	}

	/** Lists are read last: what they name may be imported further down. */
	private void readList(Swc4jAstNamedExport list) {
		Optional<String> specifier = list.getSrc().map((source) -> source.getValue());
		for (ISwc4jAst exported : list.getSpecifiers()) {
			if (exported instanceof Swc4jAstExportNamespaceSpecifier namespace) {
				forward(Syntax.name(namespace.getName()).orElseThrow(),
						new Imported(specifier.orElseThrow(), NAMESPACE));
			}
			else if (exported instanceof Swc4jAstExportNamedSpecifier named) {
				String local = Syntax.name(named.getOrig()).orElseThrow();
				String name = named.getExported().flatMap(Syntax::name).orElse(local);
				Optional<Imported> imported = specifier.map((from) -> new Imported(from, local))
					.or(() -> (named.getOrig() instanceof Swc4jAstIdent identifier)
							? Optional.ofNullable(this.imports.get(Binding.of(identifier))) : Optional.empty());
				imported.ifPresentOrElse((from) -> forward(name, from), () -> exportLocal(name, local));
				if (imported.isEmpty() && named.getOrig() instanceof Swc4jAstIdent identifier
						&& isUndeclared(identifier)) {
					this.undeclaredExports.add(name);
				}
			}
		}
	}

	private static Optional<String> nameOf(ISwc4jAst declaration) {
		if (declaration instanceof Swc4jAstFnExpr function) {
			return function.getIdent().map(Swc4jAstIdent::getSym);
		}
		return (declaration instanceof Swc4jAstClassExpr type) ? type.getIdent().map(Swc4jAstIdent::getSym)
				: Optional.empty();
	}

	private static List<String> declared(ISwc4jAstDecl declaration) {
		List<String> names = new ArrayList<>();
		if (declaration instanceof Swc4jAstFnDecl function) {
			names.add(function.getIdent().getSym());
		}
		else if (declaration instanceof Swc4jAstClassDecl type) {
			names.add(type.getIdent().getSym());
		}
		else if (declaration instanceof Swc4jAstVarDecl variables) {
			variables.getDecls()
				.stream()
				.map(Swc4jAstVarDeclarator::getName)
				.forEach((pattern) -> bound(pattern, names));
		}
		return names;
	}

	/** The names that a pattern binds; functions within it have names of their own. */
	private static void bound(ISwc4jAst pattern, List<String> names) {
		if (pattern instanceof Swc4jAstBindingIdent identifier) {
			names.add(identifier.getId().getSym());
		}
		else if (!(pattern instanceof Swc4jAstFunction || pattern instanceof Swc4jAstArrowExpr
				|| pattern instanceof Swc4jAstClass)) {
			Syntax.children(pattern).forEach((child) -> bound(child, names));
		}
	}

	@Override
	public Set<String> specifiers() {
		return this.specifiers;
	}

	@Override
	public Collection<Imported> imported() {
		return this.imports.values();
	}

	@Override
	public Set<String> localExportNames() {
		return this.localExports.keySet();
	}

	/** What each imported binding stands for. */
	Map<Binding, Imported> imports() {
		return this.imports;
	}

	/** The exports that are bindings of this module: exported name to local name. */
	Map<String, String> localExports() {
		return this.localExports;
	}

	@Override
	public Map<String, Imported> forwardedExports() {
		return this.forwardedExports;
	}

	@Override
	public List<String> starExports() {
		return this.starExports;
	}

	/** The names that are exported more than once. */
	Set<String> repeatedExports() {
		return this.repeatedExports;
	}

	/** The exported names that stand for no variable of the module. */
	Set<String> undeclaredExports() {
		return this.undeclaredExports;
	}

	/** The import and export declarations, in order. */
	List<Declaration> declarations() {
		return this.declarations;
	}

	@Override
	public boolean hasDefaultValue() {
		return this.declarations.stream().anyMatch((declaration) -> declaration.kind() == Kind.DEFAULT_VALUE);
	}

	/** What a module declaration leaves behind when modules become functions. */
	enum Kind {

		/** Nothing. */
		REMOVED,
		/** The declaration within it. */
		DECLARATION,
		/** A value without a name. */
		DEFAULT_VALUE

	}

	/**
	 * An import or export declaration.
	 *
	 * @param node its syntax
	 * @param kind what it leaves behind
	 */
	record Declaration(ISwc4jAst node, Kind kind) {

	}

	/**
	 * An identifier and its scope, which together name one variable.
	 *
	 * @param name the identifier
	 * @param scope the scope's mark in the syntax tree
	 */
	record Binding(String name, int scope) {

		static Binding of(Swc4jAstIdent identifier) {
			return new Binding(identifier.getSym(), identifier.getCtxt());
		}

	}

	/**
	 * An export of another module.
	 *
	 * @param specifier the module, as this module names it
	 * @param name the export's name, or {@link #NAMESPACE}
	 */
	record Imported(String specifier, String name) {

	}

}
