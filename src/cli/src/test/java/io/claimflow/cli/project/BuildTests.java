package io.claimflow.cli.project;

import java.nio.file.Files;
import java.nio.file.Path;

import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Artifacts and types that are written, and compared. */
class BuildTests {

	@TempDir
	private Path folder;

	private Tool tool;

	@BeforeEach
	void project() throws Exception {
		Author.project(this.folder, "m2mTokenClaims<any>().plan = 'pro';");
		this.tool = new Tool(this.folder);
	}

	@Test
	void theSameSourcesGiveTheSameArtifact() throws Exception {
		Result built = this.tool.run("build", "-o", "out/a.zip", "--json");
		assertThat(built.code()).isZero();
		String digest = built.json().path("digest").asString();
		assertThat(built.json().path("bytes").asLong()).isEqualTo(Files.size(this.folder.resolve("out/a.zip")));
		assertThat(this.tool.run("build", "--verify", digest).code()).isZero();
		assertThat(this.tool.run("build", "--verify", "out/a.zip").out()).contains(digest);
		assertThat(this.folder.resolve("artifact.zip")).doesNotExist();
	}

	@Test
	void anotherArtifactIsToldWithWhatDiffers() throws Exception {
		this.tool.run("build");
		Author.project(this.folder, "m2mTokenClaims<any>().plan = 'free';");
		Result file = this.tool.run("build", "--verify", "artifact.zip");
		assertThat(file.code()).isEqualTo(1);
		assertThat(file.err()).contains("It is another artifact",
				"These sources differ: kindeSrc/environment/workflows/m2mWorkflow.ts");
		Result digest = this.tool.run("build", "--verify", "0".repeat(64), "--json");
		assertThat(digest.code()).isEqualTo(1);
		assertThat(digest.json().at("/error/expected").asString()).isEqualTo("0".repeat(64));
	}

	@Test
	void anotherTestMakesNoOtherArtifactUnlessAWorkflowImportsIt() throws Exception {
		String bare = this.tool.run("build", "--json").json().path("digest").asString();
		String test = "kindeSrc/environment/workflows/m2m.test.ts";
		Author.write(this.folder, test, "export const plan = 'pro';");
		assertThat(this.tool.run("build", "--verify", bare).code()).isZero();
		Path workflow = this.folder.resolve("kindeSrc/environment/workflows/m2mWorkflow.ts");
		Files.writeString(workflow,
				"import { plan } from \"./m2m.test\";\n" + Files.readString(workflow).replace("'pro'", "plan"));
		String importing = this.tool.run("build", "--json").json().path("digest").asString();
		Author.write(this.folder, test, "export const plan = 'free';");
		assertThat(this.tool.run("build", "--verify", importing).code()).isEqualTo(1);
	}

	@Test
	void whatIsNoArtifactIsRefused() throws Exception {
		Author.write(this.folder, "text.zip", "text");
		assertThat(this.tool.run("build", "--verify", "text.zip").err()).contains("is no artifact to compare with");
		assertThat(this.tool.run("build", "--verify", "nowhere.zip").err()).contains("64 hexadecimal digits");
		assertThat(this.tool.run("build", "--verify", "nowhere.zip").code()).isEqualTo(2);
	}

	@Test
	void aProjectWithProblemsLeavesTheLastArtifactAlone() throws Exception {
		this.tool.run("build");
		byte[] before = Files.readAllBytes(this.folder.resolve("artifact.zip"));
		Author.project(this.folder, "let = 1;");
		Result result = this.tool.run("build", "--json");
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.json().at("/error/problems/0/line").asInt()).isEqualTo(6);
		assertThat(result.err()).contains("m2mWorkflow.ts:6:", "The project has 1 problem");
		assertThat(Files.readAllBytes(this.folder.resolve("artifact.zip"))).isEqualTo(before);
		assertThat(TestFiles.below(this.folder)).noneMatch((file) -> file.contains("/.") || file.startsWith("."));
	}

	@Test
	void whereNothingCanBeWrittenThePlaceIsNamed() throws Exception {
		Author.write(this.folder, "file", "");
		Result result = this.tool.run("build", "-o", "file/a.zip");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains("a.zip cannot be written");
	}

	@Test
	void typesOfAnotherVersionAreToldAndWrittenAnew() throws Exception {
		assertThat(this.tool.run("types", "--check").code()).isEqualTo(1);
		assertThat(this.tool.run("types").code()).isZero();
		Files.writeString(this.folder.resolve("types/events.d.ts"), "");
		Result old = this.tool.run("types", "--check");
		assertThat(old.code()).isEqualTo(1);
		assertThat(old.err()).contains("are not those of this version: events.d.ts");
		assertThat(this.tool.run("types").code()).isZero();
		assertThat(this.tool.run("types", "--check").code()).isZero();
	}

}
