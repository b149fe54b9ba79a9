package io.claimflow.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.project.Author;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/** What shells complete. */
class CompletionTests {

	@TempDir
	private Path folder;

	private String completion(String shell) {
		Result result = new Tool(this.folder).run("completion", shell);
		assertThat(result.code()).isZero();
		return result.out();
	}

	@Test
	void bashCompletesCommandsAndOptions() throws Exception {
		assertThat(bash("COMP_WORDS=(claimflow che); COMP_CWORD=1")).contains("check");
		assertThat(bash("COMP_WORDS=(claimflow check --fo); COMP_CWORD=2")).contains("--format");
	}

	private String bash(String words) throws Exception {
		Author.write(this.folder, "completion", completion("bash"));
		try {
			Process bash = new ProcessBuilder("bash", "-c",
					"source ./completion; " + words + "; _complete_claimflow; echo \"${COMPREPLY[@]}\"")
				.directory(this.folder.toFile())
				.redirectErrorStream(true)
				.start();
			return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return abort("There is no bash on the path");
		}
	}

	@Test
	void otherShellsGetTheirOwnForm() {
		assertThat(completion("zsh")).contains("compinit", "claimflow");
		assertThat(completion("fish")).contains("-n __fish_use_subcommand -a check -d 'Compile and load everything",
				"'__fish_seen_subcommand_from check' -s f -l format -r -f -a 'text json sarif github gitlab'");
		assertThat(completion("powershell")).contains("Register-ArgumentCompleter -Native -CommandName claimflow",
				"'check' = @(", "'--format'");
		assertThat(new Tool(this.folder).run("completion", "tcsh").code()).isEqualTo(2);
	}

}
