package io.claimflow.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.caoccao.javet.swc4j.ast.expr.Swc4jAstAwaitExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstArrowExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMetaPropExpr;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstClass;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstFunction;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstGetterProp;
import com.caoccao.javet.swc4j.ast.clazz.Swc4jAstSetterProp;
import com.caoccao.javet.swc4j.ast.enums.Swc4jAstMetaPropKind;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstStr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAstStmt;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportDefaultExpr;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportNamedSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImport;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportDefaultSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportNamedSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstNamedExport;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstTsExportAssignment;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstTsExternalModuleRef;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstTsImportEqualsDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstForOfStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstReturnStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstTsInterfaceDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstTsTypeAliasDecl;
import com.caoccao.javet.swc4j.ast.miscs.Swc4jAstTplElement;
import com.caoccao.javet.swc4j.enums.Swc4jMediaType;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.SourceMap;
import io.claimflow.artifact.Use;
import io.claimflow.kinde.KindeLibrary;
import io.claimflow.kinde.KindeSettings;

/**
 * A file of the author's, read: its syntax, its JavaScript, and what that imports and
 * exports.
 */
final class SourceModule implements AuthorModule {

	private static final Pattern CLASSIC_JSX = Pattern.compile("@jsx(Frag)?\\s|@jsxRuntime\\s+classic");

	private final SourceText source;

	private final ISwc4jAst sourceTree;

	private final SourceMap mapping;

	private final SourceText code;

	private final ISwc4jAst codeTree;

	private final EsModule module;

	/**
	 * Reads a file.
	 * @throws Swc.SyntaxException if it is not a module in its language
	 */
	SourceModule(Swc swc, SourceText source) throws Swc.SyntaxException {
		Swc4jMediaType language = language(source.file());
		this.source = source;
		this.sourceTree = swc.parse(source, language, false);
		refuseDepth();
		refuseCommonJs();
		Swc.Transpiled transpiled = swc.transpile(source, language, !isClassicJsx());
		this.mapping = SourceMap.of(source.file(), transpiled.sourceMap());
		this.code = new SourceText(source.file(), transpiled.code());
		this.codeTree = swc.parse(this.code, Swc4jMediaType.JavaScript, true);
		this.module = new EsModule(this.codeTree);
	}

	/** The language of a file, by its extension. */
	static Swc4jMediaType language(String file) {
		String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
		return switch (extension) {
			case "ts", "mts", "cts" -> Swc4jMediaType.TypeScript;
			case "tsx" -> Swc4jMediaType.Tsx;
			case "jsx" -> Swc4jMediaType.Jsx;
			default -> Swc4jMediaType.JavaScript;
		};
	}

	/** SWC indents what it writes, so its output grows with the square of the depth. */
	private void refuseDepth() throws Swc.SyntaxException {
		List<ISwc4jAst> level = List.of(this.sourceTree);
		for (int depth = 0; !level.isEmpty(); depth++) {
			if (depth > Forbidden.Depth.LIMIT) {
				throw new Swc.SyntaxException(Forbidden.NESTED.at(this.source, Syntax.start(level.get(0))));
			}
			level = level.stream().flatMap((node) -> Syntax.children(node).stream()).toList();
		}
	}

	/** JSX calls the React in scope, or what a comment names, if there is any. */
	private boolean isClassicJsx() {
		return CLASSIC_JSX.matcher(this.source.text()).find()
				|| Syntax
					.find(this.sourceTree,
							(node) -> node instanceof Swc4jAstIdent identifier && identifier.getSym().equals("React"),
							(node) -> true)
					.isPresent();
	}

	/** What SWC leaves in the JavaScript, where it is no longer a module. */
	private void refuseCommonJs() throws Swc.SyntaxException {
		Optional<ISwc4jAst> found = Syntax.find(this.sourceTree,
				(node) -> node instanceof Swc4jAstTsExportAssignment || node instanceof Swc4jAstTsExternalModuleRef,
				(node) -> !(node instanceof ISwc4jAstStmt) || node instanceof Swc4jAstTsImportEqualsDecl);
		if (found.isPresent()) {
			throw new Swc.SyntaxException(Forbidden.COMMON_JS.at(this.source, Syntax.start(found.get())));
		}
	}

	@Override
	public SourceText source() {
		return this.source;
	}

	@Override
	public EsModule module() {
		return this.module;
	}

	private SettingsLocator settings() {
		return new SettingsLocator(this.source, this.sourceTree);
	}

	@Override
	public Map<List<String>, SourceLocation> settingLocations() {
		return settings().settings();
	}

	@Override
	public SourceLocation defaultExport() {
		return settings().defaultExport();
	}

	@Override
	public Optional<String> settingsAlone() {
		Set<String> exports = this.module.localExports().keySet();
		boolean exported = this.module.hasDefaultValue() || exports.contains("default")
				|| this.module.forwardedExports().containsKey("default");
		String start = "import { " + KindeLibrary.TRIGGER + " } from \"" + KindeLibrary.MODULE + "\";\n"
				+ (exported ? "export default () => {};\n" : "");
		if (!exports.contains(KindeSettings.EXPORT)) {
			return this.module.forwardedExports().containsKey(KindeSettings.EXPORT) ? Optional.empty()
					: Optional.of(start);
		}
		return settings().value()
			.filter((value) -> Syntax.find(value, SourceModule::isCode, (node) -> true).isEmpty())
			.map((value) -> start + "export const " + KindeSettings.EXPORT + " = "
					+ this.source.text()
						.substring(this.source.offset(Syntax.start(value)), this.source.offset(Syntax.end(value)))
					+ ";\n");
	}

	/** Whether a node is more than a value: it calls something, or names a variable. */
	private static boolean isCode(ISwc4jAst node) {
		return node instanceof Swc4jAstIdent identifier && !identifier.getSym().equals(KindeLibrary.TRIGGER)
				&& !identifier.getSym().equals("undefined") || node instanceof Swc4jAstFunction
				|| node instanceof Swc4jAstArrowExpr || node instanceof Swc4jAstClass;
	}

	@Override
	public List<Problem> problems() {
		List<Problem> problems = new ArrayList<>();
		find((node) -> node instanceof Swc4jAstAwaitExpr || (node instanceof Swc4jAstForOfStmt loop && loop.isAwait()),
				(node) -> !(node instanceof Swc4jAstFunction || node instanceof Swc4jAstArrowExpr
						|| node instanceof Swc4jAstClass),
				problems, Forbidden.TOP_LEVEL_AWAIT);
		find((node) -> node instanceof Swc4jAstImport, (node) -> true, problems, Forbidden.DYNAMIC_IMPORT);
		find((node) -> node instanceof Swc4jAstMetaPropExpr meta && meta.getKind() == Swc4jAstMetaPropKind.ImportMeta,
				(node) -> true, problems, Forbidden.IMPORT_META);
		find(Swc4jAstReturnStmt.class::isInstance,
				(node) -> !(node instanceof Swc4jAstFunction || node instanceof Swc4jAstArrowExpr
						|| node instanceof Swc4jAstClass || node instanceof Swc4jAstGetterProp
						|| node instanceof Swc4jAstSetterProp),
				problems, Forbidden.RETURN);
		this.module.repeatedExports()
			.forEach((name) -> problems.add(exportProblem(name, "'" + name + "' is exported more than once",
					"Keep one of the exports: a module has one of each name.")));
		this.module.undeclaredExports()
			.forEach((name) -> problems.add(exportProblem(name, "'" + name + "' is exported but not declared",
					"Declare it in the file, or correct the name.")));
		return problems;
	}

	private void find(java.util.function.Predicate<ISwc4jAst> wanted, java.util.function.Predicate<ISwc4jAst> enter,
			List<Problem> problems, Forbidden forbidden) {
		Syntax.find(this.sourceTree, wanted, enter)
			.ifPresent((node) -> problems.add(forbidden.at(this.source, Syntax.start(node))));
	}

	@Override
	public Problem importProblem(String specifier, String name, String message, String action) {
		List<ISwc4jAst> declarations = Syntax.children(this.sourceTree)
			.stream()
			.filter((node) -> isModuleDeclaration(node) && Syntax.children(node)
				.stream()
				.anyMatch((child) -> child instanceof Swc4jAstStr from && from.getValue().equals(specifier)))
			.toList();
		Optional<ISwc4jAst> place = declarations.stream()
			.flatMap((node) -> Syntax.find(node, (child) -> imports(child, name), (child) -> true).stream())
			.findFirst()
			.or(() -> declarations.stream().findFirst());
		return this.source.problem(place.map(Syntax::start).orElse(0), message, action);
	}

	private static boolean imports(ISwc4jAst node, String name) {
		return (node instanceof Swc4jAstImportDefaultSpecifier) ? name.equals("default")
				: Syntax.name(node).filter(name::equals).isPresent();
	}

	/** A problem with an export: with its last one, if it is exported more than once. */
	private Problem exportProblem(String name, String message, String action) {
		Optional<ISwc4jAst> place = Syntax.children(this.sourceTree)
			.stream()
			.flatMap((item) -> (item instanceof Swc4jAstNamedExport list) ? list.getSpecifiers().stream()
					: Stream.of(item))
			.map(ISwc4jAst.class::cast)
			.filter((node) -> exports(node, name))
			.reduce((first, last) -> last);
		return this.source.problem(place.map(Syntax::start).orElse(0), message, action);
	}

	private static boolean exports(ISwc4jAst node, String name) {
		if (node instanceof Swc4jAstExportNamedSpecifier named) {
			return named.getExported()
				.or(() -> Optional.of(named.getOrig()))
				.flatMap(Syntax::name)
				.filter(name::equals)
				.isPresent();
		}
		return name.equals("default")
				&& (node instanceof Swc4jAstExportDefaultDecl || node instanceof Swc4jAstExportDefaultExpr);
	}

	private static boolean isModuleDeclaration(ISwc4jAst node) {
		String type = node.getClass().getSimpleName();
		return type.equals("Swc4jAstImportDecl") || type.equals("Swc4jAstNamedExport")
				|| type.equals("Swc4jAstExportAll");
	}

	@Override
	public Set<String> typeNames() {
		Set<String> names = new TreeSet<>();
		typeNames(this.sourceTree, names);
		return names;
	}

	private static void typeNames(ISwc4jAst node, Set<String> names) {
		for (ISwc4jAst child : Syntax.children(node)) {
			if (child instanceof Swc4jAstTsInterfaceDecl declaration) {
				names.add(declaration.getId().getSym());
			}
			else if (child instanceof Swc4jAstTsTypeAliasDecl declaration) {
				names.add(declaration.getId().getSym());
			}
			else if (child.getClass().getSimpleName().contains("Export")) {
				typeNames(child, names);
			}
		}
	}

	@Override
	public List<Use> uses(Set<String> exports) {
		List<Use> uses = new ArrayList<>(
				new UseFinder(this.source, this.code, this.module, this.mapping, exports).find(this.codeTree));
		Syntax.children(this.sourceTree)
			.stream()
			.filter((node) -> node instanceof Swc4jAstImportDecl declaration
					&& declaration.getSrc().getValue().equals(KindeLibrary.MODULE))
			.flatMap((node) -> ((Swc4jAstImportDecl) node).getSpecifiers().stream())
			.filter(Swc4jAstImportNamedSpecifier.class::isInstance)
			.map(Swc4jAstImportNamedSpecifier.class::cast)
			.forEach((named) -> {
				String name = named.getImported().flatMap(Syntax::name).orElse(named.getLocal().getSym());
				if (!exports.contains(name) && !KindeLibrary.TYPES.contains(name)) {
					SourceLocation location = this.source.location(
							Syntax.start(named.getImported().map(ISwc4jAst.class::cast).orElse(named.getLocal())));
					uses.add(new Use(Use.Kind.UNKNOWN_TYPE, name, location,
							this.source.line(location.line()).orElse(null)));
				}
			});
		return uses;
	}

	private static void addTexts(ISwc4jAst node, Set<String> texts) {
		if (node instanceof Swc4jAstTplElement part) {
			texts.add(part.getCooked().orElseGet(part::getRaw));
		}
		Syntax.name(node).ifPresent(texts::add);
		Syntax.children(node).forEach((child) -> addTexts(child, texts));
	}

	@Override
	public CompiledModule compile(java.util.function.UnaryOperator<String> resolve) {
		ModuleWriter.Written written = new ModuleWriter(this.code, this.module).write(this.codeTree, resolve);
		Set<String> texts = new TreeSet<>();
		addTexts(this.codeTree, texts);
		return new CompiledModule(this.source.file(), written.text(), written.trace(this.mapping), this.source.text(),
				texts, new Findings(SideEffectFree.isInert(this.codeTree), false, !GlobalMutation.areIn(this.codeTree),
						Determinism.isIn(this.codeTree)));
	}

}
