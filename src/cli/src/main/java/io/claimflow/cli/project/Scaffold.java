package io.claimflow.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.claimflow.Trigger;
import io.claimflow.artifact.Versions;
import io.claimflow.cli.project.InitCommand.Ci;

/**
 * The files of a new project.
 *
 * @param root the folder of the project, whose name it gets
 * @param trigger the identifier of the trigger of its workflow
 */
record Scaffold(Path root, String trigger) {

	/**
	 * The name of the workflow for each trigger, in the order in which they are listed.
	 */
	static final Map<String, String> WORKFLOWS = workflows();

	private static final String TYPESCRIPT = "~5.9.3";

	private static Map<String, String> workflows() {
		Map<String, String> workflows = new LinkedHashMap<>();
		workflows.put(Trigger.USER_TOKENS_GENERATION.id(), "UserTokens");
		workflows.put(Trigger.M2M_TOKEN_GENERATION.id(), "MachineToken");
		workflows.put(Trigger.POST_AUTHENTICATION.id(), "PostAuthentication");
		workflows.put(Trigger.PRE_REGISTRATION.id(), "PreRegistration");
		workflows.put(Trigger.EXISTING_PASSWORD_PROVIDED.id(), "ExistingPassword");
		workflows.put(Trigger.NEW_PASSWORD_PROVIDED.id(), "NewPassword");
		workflows.put(Trigger.NEW_USERNAME_PROVIDED.id(), "NewUsername");
		workflows.put(Trigger.PRE_MFA.id(), "PreMfa");
		workflows.put(Trigger.PLAN_SELECTION.id(), "PlanSelection");
		workflows.put(Trigger.PLAN_CANCELLATION_REQUEST.id(), "PlanCancellation");
		return Collections.unmodifiableMap(workflows);
	}

	private static String name(String trigger) {
		return Objects.requireNonNull(WORKFLOWS.get(trigger), trigger);
	}

	/** The folder of the workflow of a trigger. */
	static String folder(String trigger) {
		String name = name(trigger);
		return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
	}

	/**
	 * The files by their names, relative to the root, in the order in which they are
	 * written.
	 */
	Map<String, byte[]> files(Ci ci) {
		String workflow = name(this.trigger) + "Workflow.ts";
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("kindeSrc/environment/workflows/%s/%s".formatted(folder(this.trigger), workflow),
				template("workflows/" + workflow));
		files.put("kindeSrc/environment/workflows/%s/%s.test.ts".formatted(folder(this.trigger), name(this.trigger)),
				template("workflows/" + name(this.trigger) + ".test.ts"));
		TypesCommand.files().forEach((file, content) -> files.put(TypesCommand.FOLDER + "/" + file, content));
		files.put("tsconfig.json", template("tsconfig.json"));
		files.put("package.json", template("package.json"));
		files.put(".gitignore", template("gitignore"));
		files.put(".editorconfig", template("editorconfig"));
		files.put(".vscode/settings.json", template("vscode-settings.json"));
		if (ci == Ci.github) {
			files.put(".github/workflows/claimflow.yml", template("github.yml"));
		}
		else if (ci == Ci.gitlab) {
			files.put(".gitlab-ci.yml", template("gitlab.yml"));
		}
		files.put(AuthorProject.KINDE_JSON, template("kinde.json"));
		return files;
	}

	private byte[] template(String file) {
		try (InputStream in = Objects.requireNonNull(Scaffold.class.getResourceAsStream("template/" + file), file)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("{{name}}", packageName())
				.replace("{{version}}", Versions.current().engine())
				.replace("{{typescript}}", TYPESCRIPT)
				.getBytes(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The name of the folder, as far as npm takes it for a package. */
	private String packageName() {
		Path folder = this.root.getFileName();
		String name = ((folder != null) ? folder.toString() : "").toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9._-]+", "-")
			.replaceFirst("^[._-]+", "");
		return name.isEmpty() ? "workflows" : name;
	}

}
