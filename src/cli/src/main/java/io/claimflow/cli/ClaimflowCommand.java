package io.claimflow.cli;

import java.util.List;

import io.claimflow.cli.project.BuildCommand;
import io.claimflow.cli.project.CheckCommand;
import io.claimflow.cli.project.InitCommand;
import io.claimflow.cli.project.TypesCommand;
import io.claimflow.cli.run.RunCommand;
import io.claimflow.cli.run.TestCommand;
import io.claimflow.cli.server.ActivateCommand;
import io.claimflow.cli.server.DeactivateCommand;
import io.claimflow.cli.server.DeployCommand;
import io.claimflow.cli.server.DeploymentsCommand;
import io.claimflow.cli.server.DevCommand;
import io.claimflow.cli.server.LiveCommand;
import io.claimflow.cli.server.LoginCommand;
import io.claimflow.cli.server.LogoutCommand;
import io.claimflow.cli.server.PreviewCommand;
import io.claimflow.cli.server.PreviewsCommand;
import io.claimflow.cli.server.PromoteCommand;
import io.claimflow.cli.server.RevokeCommand;
import io.claimflow.cli.server.RollbackCommand;
import io.claimflow.cli.server.RunsCommand;
import io.claimflow.cli.server.StatusCommand;
import io.claimflow.cli.server.TailCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The tool as a whole. */
@Command(name = "claimflow", versionProvider = ToolVersion.class, description = "Check, run, test and ship workflows.",
		synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:all is fine", "1:the project or one of its tests is at fault",
				"2:the command line is at fault", "3:the server or the network is at fault",
				"70:claimflow itself is at fault" },
		footerHeading = "%n", footer = "claimflow COMMAND --help says more about a command.")
final class ClaimflowCommand implements Runnable {

	/** The commands, in the order of the help. */
	static final List<Class<?>> COMMANDS = List.of(InitCommand.class, CheckCommand.class, RunCommand.class,
			TestCommand.class, DevCommand.class, TypesCommand.class, BuildCommand.class, LoginCommand.class,
			LogoutCommand.class, DeployCommand.class, DeploymentsCommand.class, StatusCommand.class, LiveCommand.class,
			RollbackCommand.class, ActivateCommand.class, DeactivateCommand.class, PromoteCommand.class,
			PreviewCommand.class, PreviewsCommand.class, RevokeCommand.class, RunsCommand.class, TailCommand.class,
			CompletionCommand.class);

	@Option(names = { "-h", "--help" }, usageHelp = true, scope = ScopeType.INHERIT,
			description = "Show this help message and exit.")
	private boolean help;

	@Option(names = { "-V", "--version" }, versionHelp = true, description = "Show the version and exit.")
	private boolean version;

	@Spec
	private @Nullable CommandSpec spec;

	@Override
	public void run() {
		if (this.spec != null) {
			throw new ParameterException(this.spec.commandLine(), "No command is named");
		}
	}

}
