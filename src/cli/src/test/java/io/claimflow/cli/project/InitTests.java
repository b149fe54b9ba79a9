package io.claimflow.cli.project;

import java.nio.file.Files;
import java.nio.file.Path;

import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The beginning of a project. */
class InitTests {

	@TempDir
	private Path folder;

	@Test
	void aNewProjectPassesItsCheck() throws Exception {
		Result result = new Tool(this.folder).run("init", "My workflows");
		assertThat(result.code()).isZero();
		assertThat(result.out()).contains("kinde.json", "cd My workflows && claimflow test");
		Path root = this.folder.resolve("My workflows");
		assertThat(TestFiles.below(root)).contains(".github/workflows/claimflow.yml", ".gitignore", "package.json",
				"tsconfig.json", "types/events.d.ts", ".vscode/settings.json",
				"kindeSrc/environment/workflows/userTokens/UserTokensWorkflow.ts",
				"kindeSrc/environment/workflows/userTokens/UserTokens.test.ts");
		assertThat(JsonMapper.shared().readTree(Files.readString(root.resolve("package.json"))).path("name").asString())
			.isEqualTo("my-workflows");
		assertThat(new Tool(root).run("check", "--strict").code()).isZero();
		assertThat(new Tool(root).run("types", "--check").code()).isZero();
		assertThat(new Tool(root).run("test").out()).contains("1 passed, 0 failed");
	}

	@Test
	void whatIsThereStaysAsItIs() throws Exception {
		Author.write(this.folder, "package.json", "{}");
		Result result = new Tool(this.folder).run("init", "--trigger", "user:pre_mfa", "--ci", "gitlab");
		assertThat(result.out()).contains("package.json is there already");
		assertThat(this.folder.resolve("package.json")).hasContent("{}");
		assertThat(TestFiles.below(this.folder)).contains(".gitlab-ci.yml",
				"kindeSrc/environment/workflows/preMfa/PreMfaWorkflow.ts");
	}

	@Test
	void aProjectIsNotBegunTwice() throws Exception {
		Author.project(this.folder, "");
		Result result = new Tool(this.folder).run("init");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains("There is a project already");
	}

	@Test
	void anUnknownTriggerIsAnsweredWithThoseThatThereAre() throws Exception {
		Result result = new Tool(this.folder).run("init", "--trigger", "user:login");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains("user:login", "user:post_authentication");
		assertThat(TestFiles.below(this.folder)).isEmpty();
	}

	@Test
	void aFolderOfARepositoryGetsNoFileThatItsCiWouldNotRead() throws Exception {
		Files.createDirectories(this.folder.resolve(".git"));
		Result result = new Tool(this.folder).run("init", "auth");
		assertThat(result.out()).contains("the file for github is left out");
		assertThat(TestFiles.below(this.folder)).noneMatch((file) -> file.contains(".github"));
	}

}
