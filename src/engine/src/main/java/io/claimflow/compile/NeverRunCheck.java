package io.claimflow.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.caoccao.javet.swc4j.ast.expr.Swc4jAstAssignExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstMemberExpr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.kinde.KindeSettings;
import io.claimflow.project.Project;

/**
 * A check for files that export the settings of a workflow and never run, since they have
 * not the name of one or are in another folder.
 */
final class NeverRunCheck {

	private static final String SETTINGS = KindeSettings.EXPORT;

	private static final Pattern EXPORT = Pattern
		.compile("(?m)^\\s*(export\\s+(const|let|var)\\s+|(module\\.)?exports\\.)(?<name>" + SETTINGS + ")\\b");

	private final Project project;

	private final Swc swc;

	private final Progress progress;

	NeverRunCheck(Project project, Swc swc, Progress progress) {
		this.project = project;
		this.swc = swc;
		this.progress = progress;
	}

	/**
	 * Finds the files.
	 * @param used the files whose settings a workflow takes for its own
	 */
	List<Problem> problems(Set<String> used) {
		List<Problem> problems = new ArrayList<>();
		for (String file : this.project.otherSources()) {
			String text = String.valueOf(this.project.files().get(file));
			if (text.contains(SETTINGS) && !used.contains(file)) {
				SourceText source = new SourceText(file, text);
				this.progress.during(source, () -> exported(source))
					.ifPresent((location) -> problems.add(problem(source, location)));
			}
		}
		return problems;
	}

	private Problem problem(SourceText source, SourceLocation location) {
		String file = source.file();
		String path = this.project.workflowPath(file);
		boolean named = lastName(path).equals(lastName(file));
		String reason = named ? "it is not below " + this.project.workflowsFolder()
				: "its name does not end in Workflow.ts, Workflow.js, Workflow.tsx or Workflow.jsx";
		return source
			.problem(location, "The file exports " + SETTINGS + ", and never runs: " + reason,
					(this.project.files().containsKey(path) ? "Give it a name of its own that ends in "
							+ lastName(path).replaceAll(".*(?i)(?=workflow\\.)", "") + " (there is a " + path
							+ " already)" : (named ? "Move" : "Rename") + " it to " + path)
							+ ", or remove the export if the file is not to run.")
			.as(isOfProject(file) ? Problem.Severity.FAILING : Problem.Severity.WARNING);
	}

	/** A file beside the author's code is a copy of it more often than a workflow. */
	private boolean isOfProject(String file) {
		return file.startsWith(this.project.workflowsFolder().replaceFirst("environment/workflows/?$", ""));
	}

	private static String lastName(String file) {
		return file.substring(file.lastIndexOf('/') + 1);
	}

	private Optional<SourceLocation> exported(SourceText source) {
		try {
			ISwc4jAst tree = this.swc.parse(source, SourceModule.language(source.file()), false);
			EsModule module = new EsModule(tree);
			if (module.localExports().containsKey(SETTINGS) || module.forwardedExports().containsKey(SETTINGS)) {
				return Optional.of(new SettingsLocator(source, tree).start());
			}
			return Syntax.find(tree, NeverRunCheck::isCommonJsExport, (node) -> true)
				.map((node) -> source.location(Syntax.start(node)));
		}
		catch (Swc.SyntaxException ex) {
			Matcher export = EXPORT.matcher(source.text());
			return export.find() ? Optional.of(source.location(source.text().codePointCount(0, export.start("name"))))
					: Optional.empty();
		}
	}

	/** exports.workflowSettings = …, or module.exports = { workflowSettings, … }. */
	private static boolean isCommonJsExport(ISwc4jAst node) {
		if (!(node instanceof Swc4jAstAssignExpr assignment)
				|| !(assignment.getLeft() instanceof Swc4jAstMemberExpr target)) {
			return false;
		}
		Optional<String> name = Syntax.name(target.getProp());
		if (isExports(target.getObj())) {
			return name.filter(SETTINGS::equals).isPresent();
		}
		return isExports(target) && SettingsLocator.property(assignment.getRight(), SETTINGS).isPresent();
	}

	/** exports, or module.exports. */
	private static boolean isExports(ISwc4jAst node) {
		if (node instanceof Swc4jAstMemberExpr member) {
			return member.getObj() instanceof Swc4jAstIdent object && object.getSym().equals("module")
					&& Syntax.name(member.getProp()).filter("exports"::equals).isPresent();
		}
		return node instanceof Swc4jAstIdent identifier && identifier.getSym().equals("exports");
	}

}
