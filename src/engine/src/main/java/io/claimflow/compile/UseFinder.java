package io.claimflow.compile;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.caoccao.javet.swc4j.ast.enums.Swc4jAstUnaryOp;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCallExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstNewExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstUnaryExpr;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstStr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportAll;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstNamedExport;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.SourceMap;
import io.claimflow.artifact.Use;
import io.claimflow.kinde.KindeGlobals;
import io.claimflow.kinde.KindeLibrary;

/**
 * Finds what a file uses without declaring it: in its JavaScript, which has no types
 * left.
 */
final class UseFinder {

	private final SourceText source;

	private final SourceText code;

	private final EsModule module;

	private final SourceMap mapping;

	private final Set<String> exports;

	/** Names that the code asks for with {@code typeof} before it uses them. */
	private final Set<String> tested = new HashSet<>();

	private final Map<String, Use> uses = new LinkedHashMap<>();

	/**
	 * Creates a finder.
	 * @param source the file
	 * @param code its JavaScript
	 * @param module what the JavaScript imports and exports
	 * @param mapping gives the place of the source that a place of the JavaScript comes
	 * from
	 * @param exports what {@code @kinde/infrastructure} exports
	 */
	UseFinder(SourceText source, SourceText code, EsModule module, SourceMap mapping, Set<String> exports) {
		this.exports = exports;
		this.source = source;
		this.code = code;
		this.module = module;
		this.mapping = mapping;
	}

	/** Finds the uses below a node of the JavaScript, each once. */
	List<Use> find(ISwc4jAst tree) {
		MemberFinder.find(tree).forEach(this::member);
		look(tree);
		return this.uses.values()
			.stream()
			.filter((use) -> use.kind() != Use.Kind.GLOBAL || !this.tested.contains(use.name()))
			.toList();
	}

	private void look(ISwc4jAst node) {
		if (node instanceof Swc4jAstImportDecl || node instanceof Swc4jAstExportAll
				|| (node instanceof Swc4jAstNamedExport list && list.getSrc().isPresent())) {
			return;
		}
		if (node instanceof Swc4jAstUnaryExpr unary && unary.getOp() == Swc4jAstUnaryOp.TypeOf
				&& unary.getArg() instanceof Swc4jAstIdent identifier) {
			this.tested.add(identifier.getSym());
		}
		if (node instanceof Swc4jAstMemberExpr member && member.getObj() instanceof Swc4jAstIdent object) {
			Syntax.name(member.getProp()).ifPresent((name) -> member(object, name));
		}
		if (node instanceof Swc4jAstCallExpr call && readsVariable(call.getCallee()) && !call.getArgs().isEmpty()
				&& call.getArgs().get(0).getExpr() instanceof Swc4jAstStr name) {
			add(Use.Kind.VARIABLE, name.getValue(), name);
		}
		if (node instanceof Swc4jAstNewExpr made) {
			makesCode(made.getCallee());
		}
		else if (node instanceof Swc4jAstCallExpr call) {
			makesCode(call.getCallee());
		}
		for (ISwc4jAst child : Syntax.children(node)) {
			if (child instanceof Swc4jAstIdent identifier) {
				identifier(identifier, node);
			}
			else {
				look(child);
			}
		}
	}

	private void makesCode(ISwc4jAst callee) {
		if (callee instanceof Swc4jAstIdent identifier && EsModule.isUndeclared(identifier)) {
			String name = identifier.getSym();
			if (name.equals("eval") || name.equals("Function")) {
				add(Use.Kind.CODE, name, identifier);
			}
		}
	}

	/** Whether a callee is getEnvironmentVariable or kinde.env.get. */
	private boolean readsVariable(ISwc4jAst callee) {
		if (callee instanceof Swc4jAstIdent identifier) {
			EsModule.Imported imported = this.module.imports().get(EsModule.Binding.of(identifier));
			return imported != null && isLibrary(imported) && imported.name().equals(KindeLibrary.VARIABLE);
		}
		if (!(callee instanceof Swc4jAstMemberExpr member)) {
			return false;
		}
		Optional<String> name = Syntax.name(member.getProp());
		if (member.getObj() instanceof Swc4jAstIdent object) {
			EsModule.Imported imported = this.module.imports().get(EsModule.Binding.of(object));
			return imported != null && isLibrary(imported) && imported.name().equals(EsModule.NAMESPACE)
					&& name.filter(KindeLibrary.VARIABLE::equals).isPresent();
		}
		return member.getObj() instanceof Swc4jAstMemberExpr env && env.getObj() instanceof Swc4jAstIdent object
				&& EsModule.isUndeclared(object) && object.getSym().equals(KindeGlobals.NAMESPACE)
				&& Syntax.name(env.getProp()).filter("env"::equals).isPresent()
				&& name.filter("get"::equals).isPresent();
	}

	private void member(MemberFinder.Member member) {
		if (member.owner().equals(KindeGlobals.NAMESPACE)) {
			add(Use.Kind.KINDE, member.name(), member.place());
		}
		if (!member.tested()) {
			add(member.reliedOn() ? Use.Kind.NEEDED_MEMBER : Use.Kind.MEMBER, member.path(), member.place());
		}
	}

	private void member(Swc4jAstIdent object, String name) {
		EsModule.Imported imported = this.module.imports().get(EsModule.Binding.of(object));
		if (imported != null && isLibrary(imported) && imported.name().equals(KindeLibrary.TRIGGER)) {
			add(Use.Kind.TRIGGER, name, object);
		}
		if (imported != null && isLibrary(imported) && imported.name().equals(EsModule.NAMESPACE)) {
			add(this.exports.contains(name) ? Use.Kind.LIBRARY : Use.Kind.UNKNOWN_EXPORT, name, object);
		}
	}

	private void identifier(Swc4jAstIdent identifier, ISwc4jAst parent) {
		if (!Syntax.isVariable(identifier, parent)) {
			return;
		}
		EsModule.Imported imported = this.module.imports().get(EsModule.Binding.of(identifier));
		if (imported != null && isLibrary(imported)) {
			if (!imported.name().equals(EsModule.NAMESPACE)) {
				add(Use.Kind.LIBRARY, imported.name(), identifier);
			}
		}
		else if (imported == null && EsModule.isUndeclared(identifier)) {
			add(Use.Kind.GLOBAL, identifier.getSym(), identifier);
		}
	}

	private static boolean isLibrary(EsModule.Imported imported) {
		return imported.specifier().equals(KindeLibrary.MODULE);
	}

	private void add(Use.Kind kind, String name, ISwc4jAst node) {
		this.uses.computeIfAbsent(kind + " " + name, (key) -> {
			SourceLocation place = this.code.location(Syntax.start(node));
			SourceLocation location = this.mapping.at(place.line() - 1, place.column() - 1)
				.orElseGet(this.source::start);
			return new Use(kind, name, location, this.source.line(location.line()).orElse(null));
		});
	}

}
