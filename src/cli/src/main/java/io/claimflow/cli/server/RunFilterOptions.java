package io.claimflow.cli.server;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.claimflow.Outcome;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which runs. */
final class RunFilterOptions {

	private static final Map<Character, Long> UNITS = Map.of('s', 1L, 'm', 60L, 'h', 3600L, 'd', 86_400L);

	@Option(names = "--from", paramLabel = "TIME",
			description = "Runs that began then or later: 2026-01-31T12:00:00Z, 2026-01-31, or 90s, 15m, 2h, 7d ago.")
	private @Nullable String from;

	@Option(names = "--to", paramLabel = "TIME", description = "Runs that began before.")
	private @Nullable String to;

	@Option(names = "--workflow", paramLabel = "ID", defaultValue = "", description = "Runs of this workflow.")
	private String workflow = "";

	@Option(names = { "-t", "--trigger" }, paramLabel = "TRIGGER", defaultValue = "",
			description = "Runs of this trigger.")
	private String trigger = "";

	@Option(names = "--client", paramLabel = "ID", defaultValue = "", description = "Runs for this client.")
	private String client = "";

	@Option(names = { "-u", "--user" }, paramLabel = "ID", defaultValue = "",
			description = "Runs for this user, by the identifier that events have.")
	private String user = "";

	@Option(names = "--status", paramLabel = "STATUS", defaultValue = "",
			description = "Runs that ended so: completed, denied or failed.")
	private String status = "";

	@Option(names = { "-d", "--deployment" }, paramLabel = "NUMBER", description = "Runs of this deployment.")
	private @Nullable Long deployment;

	@Option(names = "--claim", paramLabel = "NAME", defaultValue = "",
			description = "Runs that added, removed or changed a claim of this name, or were refused it.")
	private String claim = "";

	/** The parameters of a call, by name. */
	Map<String, String> parameters() {
		return DeploymentApi.parameters("from", time("--from", this.from), "to", time("--to", this.to), "workflow",
				this.workflow, "trigger", this.trigger, "client", this.client, "user", this.user, "status", status(),
				"deployment", (this.deployment != null) ? this.deployment.toString() : "", "claim", this.claim);
	}

	private String status() {
		String name = this.status.toUpperCase(Locale.ROOT);
		if (!name.isEmpty() && Stream.of(Outcome.Status.values()).noneMatch((one) -> one.name().equals(name))) {
			throw Failure.ofUsage("--status is \"" + Terminal.oneLine(this.status) + "\", and no run ends so",
					"Write completed, denied or failed.");
		}
		return name;
	}

	private static String time(String option, @Nullable String text) {
		if (text == null) {
			return "";
		}
		try {
			if (text.matches("\\d{1,9}[smhd]")) {
				long seconds = Long.parseLong(text.substring(0, text.length() - 1))
						* UNITS.getOrDefault(text.charAt(text.length() - 1), 1L);
				return Instant.now().minusSeconds(seconds).toString();
			}
			return (text.contains("T") ? Instant.parse(text)
					: LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant())
				.toString();
		}
		catch (DateTimeParseException ex) {
			throw Failure.ofUsage(option + " is \"" + Terminal.oneLine(text) + "\", which is no time",
					"Write one such as 2026-01-31T12:00:00Z, 2026-01-31 or 15m.");
		}
	}

}
