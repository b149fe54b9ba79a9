package io.claimflow.spring.autoconfigure;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.claimflow.Bundling;
import io.claimflow.Capacity;
import io.claimflow.Limits;
import io.claimflow.WarningPolicy;
import io.claimflow.spring.management.ApiSettings;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import io.claimflow.encryption.SecureBody;
import io.claimflow.fetch.FetchConnections;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.spring.jdbc.JdbcSettings;
import io.claimflow.spring.jdbc.SchemaInitialization;
import io.claimflow.spring.token.DeniedError;
import io.claimflow.spring.token.TokenWorkflowSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The properties of Claimflow.
 */
@ConfigurationProperties("claimflow")
public class ClaimflowProperties {

	private static final Duration LONGEST = Duration.ofDays(1);

	static final String DEFAULT_PROJECT = "classpath:/workflows";

	/**
	 * Whether workflows run.
	 */
	private boolean enabled = true;

	/**
	 * Where the project with the workflows is: a file: or classpath: location.
	 */
	private String project = DEFAULT_PROJECT;

	/**
	 * Whether a changed project is deployed while the server runs. On by default if
	 * Spring Boot's devtools are there.
	 */
	private @Nullable Boolean reload;

	/**
	 * Whether the engine goes on to run a workflow of its own after the start, so that
	 * the first runs of others are not slow.
	 */
	private boolean warmUp = true;

	/**
	 * Whether a warning of what is known to fail rejects a project. By default, it does
	 * where a changed project is deployed while the server runs.
	 */
	private @Nullable WarningPolicy warnings;

	/**
	 * Path of the esbuild executable that bundles packages, instead of the project's own.
	 */
	private @Nullable String esbuild;

	/**
	 * Variables that workflows read with kinde.env.
	 */
	private Map<String, String> env = new LinkedHashMap<>();

	/**
	 * Variables that workflows read with kinde.env and that are masked in logs and
	 * errors.
	 */
	private Map<String, String> secrets = new LinkedHashMap<>();

	private final LimitProperties limits = new LimitProperties();

	private final FetchProperties fetch = new FetchProperties();

	private final SecureFetch secureFetch = new SecureFetch();

	private final Encryption encryption = new Encryption();

	private final Jdbc jdbc = new Jdbc();

	private final Token token = new Token();

	private final Api api = new Api();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getProject() {
		return this.project;
	}

	public void setProject(String project) {
		this.project = project;
	}

	public boolean isWarmUp() {
		return this.warmUp;
	}

	public void setWarmUp(boolean warmUp) {
		this.warmUp = warmUp;
	}

	public @Nullable String getEsbuild() {
		return this.esbuild;
	}

	public void setEsbuild(@Nullable String esbuild) {
		this.esbuild = esbuild;
	}

	/** How packages are bundled, which is checked. */
	Bundling toBundling() {
		return new Bundling(
				Optional.ofNullable(this.esbuild).filter((path) -> !path.isBlank()).map(ClaimflowProperties::path),
				time("limits.bundle-time", this.limits.bundleTime),
				(int) bytes("limits.bundle-bytes", this.limits.bundleBytes, Integer.MAX_VALUE));
	}

	private static Path path(String path) {
		try {
			return Path.of(path);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException("claimflow.esbuild", path,
					"It must be the path of a file.");
		}
	}

	public @Nullable Boolean getReload() {
		return this.reload;
	}

	public void setReload(@Nullable Boolean reload) {
		this.reload = reload;
	}

	public @Nullable WarningPolicy getWarnings() {
		return this.warnings;
	}

	public void setWarnings(@Nullable WarningPolicy warnings) {
		this.warnings = warnings;
	}

	public Map<String, String> getEnv() {
		return this.env;
	}

	public void setEnv(Map<String, String> env) {
		this.env = env;
	}

	public Map<String, String> getSecrets() {
		return this.secrets;
	}

	public void setSecrets(Map<String, String> secrets) {
		this.secrets = secrets;
	}

	public LimitProperties getLimits() {
		return this.limits;
	}

	public FetchProperties getFetch() {
		return this.fetch;
	}

	public SecureFetch getSecureFetch() {
		return this.secureFetch;
	}

	public Encryption getEncryption() {
		return this.encryption;
	}

	public Jdbc getJdbc() {
		return this.jdbc;
	}

	public Token getToken() {
		return this.token;
	}

	public Api getApi() {
		return this.api;
	}

	/** How a database is used. */
	JdbcSettings toJdbcSettings() {
		return new JdbcSettings(this.jdbc.initializeSchema, this.encryption.toKeyRing());
	}

	private static Duration time(String name, Duration time) {
		check(name, time, time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0,
				"more than 0s and at most 1d");
		return time;
	}

	private static long bytes(String name, DataSize size, long maximum) {
		check(name, size, size.toBytes() > 0 && size.toBytes() <= maximum,
				(maximum < Long.MAX_VALUE) ? "at least 1B and less than 2GB" : "at least 1B");
		return size.toBytes();
	}

	private static int count(String name, int count, int minimum) {
		return (int) count(name, (long) count, minimum);
	}

	private static long count(String name, long count, long minimum) {
		check(name, count, count >= minimum, "at least " + minimum);
		return count;
	}

	private static void check(String name, Object value, boolean valid, String range) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("claimflow." + name, value,
					"It must be " + range + ".");
		}
	}

	/**
	 * The limits of a run and of a project. The defaults are those of
	 * {@link Limits#defaults()} and {@link Capacity#defaults()}, as literals, which the
	 * configuration metadata needs.
	 */
	public static class LimitProperties {

		/**
		 * Time that a run may take.
		 */
		private Duration deadline = Duration.ofSeconds(3);

		/**
		 * Memory that a run may hold. What it allocates and drops counts until a
		 * collection has looked at it, by a quarter.
		 */
		private DataSize allocatedBytes = DataSize.ofMegabytes(256);

		/**
		 * Size of a token's custom claims, as JSON, above which a run warns.
		 */
		private DataSize claimsWarning = DataSize.ofKilobytes(4);

		/**
		 * Size of a token's custom claims, as JSON, above which a run fails.
		 */
		private DataSize claimsMaximum = DataSize.ofKilobytes(16);

		/**
		 * Number of calls to other systems that a run may make.
		 */
		private int calls = 20;

		/**
		 * Number of variables that a run may look up in a database or vault.
		 */
		private int variables = 50;

		/**
		 * Time that a run waits for a variable from a database or vault.
		 */
		private Duration variableTime = Duration.ofSeconds(1);

		/**
		 * Number of lines that a run may log; further ones are dropped.
		 */
		private int logLines = 100;

		/**
		 * Size of what a run may log; what is more is dropped.
		 */
		private DataSize logBytes = DataSize.ofKilobytes(64);

		/**
		 * Size of a source file.
		 */
		private DataSize sourceBytes = DataSize.ofMegabytes(1);

		/**
		 * Number of source files of a project.
		 */
		private int projectFiles = 1000;

		/**
		 * Size of the packages that a workflow imports, bundled.
		 */
		private DataSize bundleBytes = DataSize.ofMegabytes(1);

		/**
		 * Time that the bundler may take for a workflow.
		 */
		private Duration bundleTime = Duration.ofSeconds(20);

		/**
		 * Time that a run may compute.
		 */
		private Duration cpuTime = Duration.ofSeconds(2);

		/**
		 * Number of statements that a run may execute.
		 */
		private long statements = 50_000_000;

		/**
		 * Time that the compiler may take for a source file.
		 */
		private Duration compileTime = Duration.ofSeconds(20);

		/**
		 * Time that a workflow may take to be loaded when it is deployed; six times as
		 * much at the first deployment of a start.
		 */
		private Duration loadTime = Duration.ofSeconds(10);

		/**
		 * Stack of a thread that runs workflows.
		 */
		private DataSize stackBytes = DataSize.ofMegabytes(1);

		/**
		 * Length of a string or a typed array.
		 */
		private int stringLength = 8388608;

		/**
		 * Size of a BigInt, in bits.
		 */
		private int bigintBits = 1048576;

		/**
		 * Number of elements that one built-in function may go through; it lists or
		 * copies an eighth as many properties.
		 */
		private int arrayLength = 1048576;

		/**
		 * Number of steps of one search in a text, which is its length times the length
		 * of what is searched for, and of a change of its case.
		 */
		private long textSteps = 500000000;

		/**
		 * Number of runs that go on at the same time; three quarters of them may be of
		 * one workflow.
		 */
		private int concurrentRuns = 64;

		/**
		 * Number of runs of one workflow that compute at the same time; those that wait
		 * for another system do not count. The number of processors by default, but at
		 * least 2.
		 */
		private @Nullable Integer computingRuns;

		/**
		 * Number of runs of all workflows that compute at the same time and have computed
		 * for long, or may do so since the last run of their workflow did or none has
		 * ended yet; the others take turns with them. Half of the processors by default,
		 * but at least 1.
		 */
		private @Nullable Integer longRuns;

		/**
		 * Time that a run may compute before it takes turns with other long ones.
		 */
		private Duration longRunTime = Duration.ofMillis(10);

		/**
		 * Number of runs that wait until they may begin; further ones fail at once.
		 */
		private int waitingRuns = 64;

		/**
		 * Time that a run waits until it may begin.
		 */
		private Duration waitingTime = Duration.ofSeconds(1);

		/**
		 * Time that a run, once it has begun, waits in all until it may compute, since
		 * long runs do. Its deadline does not go on meanwhile.
		 */
		private Duration pausedTime = Duration.ofSeconds(3);

		/**
		 * Number of sets of JavaScript globals that are made ahead of runs.
		 */
		private int preparedRealms = 128;

		/**
		 * Number of runs that one set of globals serves, one after the other, if nothing
		 * of one can be left for the next. With 1, each run has a new one.
		 */
		private int runsPerRealm = 10_000;

		/**
		 * Number of runs of a workflow whose outcome is remembered, if it follows from
		 * the event alone. With 0, each is run.
		 */
		private int rememberedRuns = 1000;

		/**
		 * Time that all runs under way may have computed together.
		 */
		private Duration sharedCpuTime = Duration.ofSeconds(2);

		/**
		 * Memory that all runs under way may hold together. A quarter of the heap by
		 * default.
		 */
		private @Nullable DataSize sharedAllocatedBytes;

		/**
		 * Number of runs of a workflow that are ended by a limit, one after the other,
		 * until it is suspended.
		 */
		private int strikes = 5;

		/**
		 * Time for which a workflow is suspended at first.
		 */
		private Duration suspension = Duration.ofSeconds(10);

		/** The limits, all of which are checked. */
		Limits toLimits() {
			return Limits.builder()
				.deadline(time("limits.deadline", this.deadline))
				.cpuTime(time("limits.cpu-time", this.cpuTime))
				.allocatedBytes(bytes("limits.allocated-bytes", this.allocatedBytes, Long.MAX_VALUE))
				.statements(count("limits.statements", this.statements, 1))
				.compileTime(time("limits.compile-time", this.compileTime))
				.loadTime(time("limits.load-time", this.loadTime))
				.stackBytes((int) bytes("limits.stack-bytes", this.stackBytes, Integer.MAX_VALUE))
				.stringLength(count("limits.string-length", this.stringLength, 1024))
				.bigintBits(count("limits.bigint-bits", this.bigintBits, 64))
				.arrayLength(count("limits.array-length", this.arrayLength, 1024))
				.textSteps(count("limits.text-steps", this.textSteps, 10_000))
				.claimsWarning((int) bytes("limits.claims-warning", this.claimsWarning, Integer.MAX_VALUE))
				.claimsMaximum((int) bytes("limits.claims-maximum", this.claimsMaximum, Integer.MAX_VALUE))
				.calls(count("limits.calls", this.calls, 1))
				.variables(count("limits.variables", this.variables, 1))
				.variableTime(time("limits.variable-time", this.variableTime))
				.logLines(count("limits.log-lines", this.logLines, 1))
				.logBytes((int) bytes("limits.log-bytes", this.logBytes, Integer.MAX_VALUE))
				.sourceBytes((int) bytes("limits.source-bytes", this.sourceBytes, Integer.MAX_VALUE))
				.projectFiles(count("limits.project-files", this.projectFiles, 1))
				.build();
		}

		/** The capacity, all of which is checked. */
		Capacity toCapacity() {
			Capacity.Builder capacity = Capacity.builder()
				.concurrentRuns(count("limits.concurrent-runs", this.concurrentRuns, 1))
				.longRunTime(time("limits.long-run-time", this.longRunTime))
				.waitingRuns(count("limits.waiting-runs", this.waitingRuns, 0))
				.waitingTime(time("limits.waiting-time", this.waitingTime))
				.pausedTime(time("limits.paused-time", this.pausedTime))
				.preparedRealms(count("limits.prepared-realms", this.preparedRealms, 0))
				.runsPerRealm(count("limits.runs-per-realm", this.runsPerRealm, 1))
				.rememberedRuns(count("limits.remembered-runs", this.rememberedRuns, 0))
				.cpuTime(time("limits.shared-cpu-time", this.sharedCpuTime))
				.strikes(count("limits.strikes", this.strikes, 1))
				.suspension(time("limits.suspension", this.suspension));
			if (this.computingRuns != null) {
				capacity.computingRuns(count("limits.computing-runs", this.computingRuns, 1));
			}
			if (this.longRuns != null) {
				capacity.longRuns(count("limits.long-runs", this.longRuns, 1));
			}
			if (this.sharedAllocatedBytes != null) {
				capacity
					.allocatedBytes(bytes("limits.shared-allocated-bytes", this.sharedAllocatedBytes, Long.MAX_VALUE));
			}
			return capacity.build();
		}

		public Duration getCpuTime() {
			return this.cpuTime;
		}

		public void setCpuTime(Duration cpuTime) {
			this.cpuTime = cpuTime;
		}

		public long getStatements() {
			return this.statements;
		}

		public void setStatements(long statements) {
			this.statements = statements;
		}

		public Duration getCompileTime() {
			return this.compileTime;
		}

		public void setCompileTime(Duration compileTime) {
			this.compileTime = compileTime;
		}

		public Duration getLoadTime() {
			return this.loadTime;
		}

		public void setLoadTime(Duration loadTime) {
			this.loadTime = loadTime;
		}

		public DataSize getStackBytes() {
			return this.stackBytes;
		}

		public void setStackBytes(DataSize stackBytes) {
			this.stackBytes = stackBytes;
		}

		public int getBigintBits() {
			return this.bigintBits;
		}

		public void setBigintBits(int bigintBits) {
			this.bigintBits = bigintBits;
		}

		public int getArrayLength() {
			return this.arrayLength;
		}

		public void setArrayLength(int arrayLength) {
			this.arrayLength = arrayLength;
		}

		public long getTextSteps() {
			return this.textSteps;
		}

		public void setTextSteps(long textSteps) {
			this.textSteps = textSteps;
		}

		public int getStringLength() {
			return this.stringLength;
		}

		public void setStringLength(int stringLength) {
			this.stringLength = stringLength;
		}

		public int getConcurrentRuns() {
			return this.concurrentRuns;
		}

		public void setConcurrentRuns(int concurrentRuns) {
			this.concurrentRuns = concurrentRuns;
		}

		public @Nullable Integer getComputingRuns() {
			return this.computingRuns;
		}

		public void setComputingRuns(@Nullable Integer computingRuns) {
			this.computingRuns = computingRuns;
		}

		public @Nullable Integer getLongRuns() {
			return this.longRuns;
		}

		public void setLongRuns(@Nullable Integer longRuns) {
			this.longRuns = longRuns;
		}

		public Duration getLongRunTime() {
			return this.longRunTime;
		}

		public void setLongRunTime(Duration longRunTime) {
			this.longRunTime = longRunTime;
		}

		public int getWaitingRuns() {
			return this.waitingRuns;
		}

		public void setWaitingRuns(int waitingRuns) {
			this.waitingRuns = waitingRuns;
		}

		public Duration getPausedTime() {
			return this.pausedTime;
		}

		public void setPausedTime(Duration pausedTime) {
			this.pausedTime = pausedTime;
		}

		public Duration getWaitingTime() {
			return this.waitingTime;
		}

		public void setWaitingTime(Duration waitingTime) {
			this.waitingTime = waitingTime;
		}

		public int getPreparedRealms() {
			return this.preparedRealms;
		}

		public void setPreparedRealms(int preparedRealms) {
			this.preparedRealms = preparedRealms;
		}

		public int getRunsPerRealm() {
			return this.runsPerRealm;
		}

		public void setRunsPerRealm(int runsPerRealm) {
			this.runsPerRealm = runsPerRealm;
		}

		public int getRememberedRuns() {
			return this.rememberedRuns;
		}

		public void setRememberedRuns(int rememberedRuns) {
			this.rememberedRuns = rememberedRuns;
		}

		public Duration getSharedCpuTime() {
			return this.sharedCpuTime;
		}

		public void setSharedCpuTime(Duration sharedCpuTime) {
			this.sharedCpuTime = sharedCpuTime;
		}

		public @Nullable DataSize getSharedAllocatedBytes() {
			return this.sharedAllocatedBytes;
		}

		public void setSharedAllocatedBytes(@Nullable DataSize sharedAllocatedBytes) {
			this.sharedAllocatedBytes = sharedAllocatedBytes;
		}

		public int getStrikes() {
			return this.strikes;
		}

		public void setStrikes(int strikes) {
			this.strikes = strikes;
		}

		public Duration getSuspension() {
			return this.suspension;
		}

		public void setSuspension(Duration suspension) {
			this.suspension = suspension;
		}

		public Duration getDeadline() {
			return this.deadline;
		}

		public void setDeadline(Duration deadline) {
			this.deadline = deadline;
		}

		public DataSize getAllocatedBytes() {
			return this.allocatedBytes;
		}

		public void setAllocatedBytes(DataSize allocatedBytes) {
			this.allocatedBytes = allocatedBytes;
		}

		public DataSize getClaimsWarning() {
			return this.claimsWarning;
		}

		public void setClaimsWarning(DataSize claimsWarning) {
			this.claimsWarning = claimsWarning;
		}

		public DataSize getClaimsMaximum() {
			return this.claimsMaximum;
		}

		public void setClaimsMaximum(DataSize claimsMaximum) {
			this.claimsMaximum = claimsMaximum;
		}

		public int getCalls() {
			return this.calls;
		}

		public void setCalls(int calls) {
			this.calls = calls;
		}

		public int getVariables() {
			return this.variables;
		}

		public void setVariables(int variables) {
			this.variables = variables;
		}

		public Duration getVariableTime() {
			return this.variableTime;
		}

		public void setVariableTime(Duration variableTime) {
			this.variableTime = variableTime;
		}

		public int getLogLines() {
			return this.logLines;
		}

		public void setLogLines(int logLines) {
			this.logLines = logLines;
		}

		public DataSize getLogBytes() {
			return this.logBytes;
		}

		public void setLogBytes(DataSize logBytes) {
			this.logBytes = logBytes;
		}

		public DataSize getSourceBytes() {
			return this.sourceBytes;
		}

		public void setSourceBytes(DataSize sourceBytes) {
			this.sourceBytes = sourceBytes;
		}

		public DataSize getBundleBytes() {
			return this.bundleBytes;
		}

		public void setBundleBytes(DataSize bundleBytes) {
			this.bundleBytes = bundleBytes;
		}

		public Duration getBundleTime() {
			return this.bundleTime;
		}

		public void setBundleTime(Duration bundleTime) {
			this.bundleTime = bundleTime;
		}

		public int getProjectFiles() {
			return this.projectFiles;
		}

		public void setProjectFiles(int projectFiles) {
			this.projectFiles = projectFiles;
		}

	}

	/**
	 * Calls of workflows to other systems.
	 */
	public static class FetchProperties {

		/**
		 * Hosts, addresses and address ranges that workflows may call although they are
		 * not on the public internet.
		 */
		private List<String> allow = new ArrayList<>();

		/**
		 * Time that a call may take, redirects and answer included.
		 */
		private Duration timeout = Duration.ofSeconds(2);

		/**
		 * Size of an answer.
		 */
		private DataSize responseBytes = DataSize.ofMegabytes(1);

		/**
		 * Size of a body that is sent.
		 */
		private DataSize requestBytes = DataSize.ofMegabytes(1);

		/**
		 * Size of all bodies of the calls of a run together, sent and answered.
		 */
		private DataSize totalBytes = DataSize.ofMegabytes(5);

		/**
		 * HTTP proxy through which calls leave the own network: http://host:port.
		 */
		private @Nullable String proxy;

		/**
		 * Name of the SSL bundle whose certificates calls trust, and whose key they show,
		 * instead of what the JVM trusts.
		 */
		private @Nullable String sslBundle;

		/**
		 * Number of redirects that a call follows.
		 */
		private int redirects = 5;

		FetchLimits toLimits() {
			return new FetchLimits(time("fetch.timeout", this.timeout),
					(int) bytes("fetch.response-bytes", this.responseBytes, Integer.MAX_VALUE),
					(int) bytes("fetch.request-bytes", this.requestBytes, Integer.MAX_VALUE),
					bytes("fetch.total-bytes", this.totalBytes, Long.MAX_VALUE),
					count("fetch.redirects", this.redirects, 0), this.allow);
		}

		/** How calls get to where they go, which is checked. */
		FetchConnections toConnections(Optional<Supplier<FetchConnections.Tls>> tls) {
			String proxy = this.proxy;
			if (proxy == null || proxy.isBlank()) {
				return new FetchConnections(Optional.empty(), tls);
			}
			try {
				return new FetchConnections(Optional.of(URI.create(proxy)), tls);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException("claimflow.fetch.proxy", proxy,
						"It must be http://<host>:<port>, without a user name and a path.");
			}
		}

		/** The bundle whose name is set. */
		Optional<String> bundle() {
			return Optional.ofNullable(this.sslBundle).filter((name) -> !name.isBlank());
		}

		public DataSize getRequestBytes() {
			return this.requestBytes;
		}

		public void setRequestBytes(DataSize requestBytes) {
			this.requestBytes = requestBytes;
		}

		public DataSize getTotalBytes() {
			return this.totalBytes;
		}

		public void setTotalBytes(DataSize totalBytes) {
			this.totalBytes = totalBytes;
		}

		public @Nullable String getProxy() {
			return this.proxy;
		}

		public void setProxy(@Nullable String proxy) {
			this.proxy = proxy;
		}

		public @Nullable String getSslBundle() {
			return this.sslBundle;
		}

		public void setSslBundle(@Nullable String sslBundle) {
			this.sslBundle = sslBundle;
		}

		public List<String> getAllow() {
			return this.allow;
		}

		public void setAllow(List<String> allow) {
			this.allow = allow;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public DataSize getResponseBytes() {
			return this.responseBytes;
		}

		public void setResponseBytes(DataSize responseBytes) {
			this.responseBytes = responseBytes;
		}

		public int getRedirects() {
			return this.redirects;
		}

		public void setRedirects(int redirects) {
			this.redirects = redirects;
		}

	}

	/**
	 * Encrypted calls of workflows to other systems.
	 */
	public static class SecureFetch {

		/**
		 * Keys with which kinde.secureFetch encrypts, by the ids of workflows, each
		 * Base64 of 32 random bytes.
		 */
		private Map<String, String> keys = new LinkedHashMap<>();

		/** The keys, which are checked. */
		Map<String, String> toKeys() {
			this.keys.forEach((workflow, key) -> {
				if (!SecureBody.isKey(key)) {
					throw new EncryptionException(
							"claimflow.secure-fetch.keys." + workflow + " is not Base64 of 32 bytes");
				}
			});
			return Map.copyOf(this.keys);
		}

		public Map<String, String> getKeys() {
			return this.keys;
		}

		public void setKeys(Map<String, String> keys) {
			this.keys = keys;
		}

	}

	/**
	 * Encryption of what is kept in the database.
	 */
	public static class Encryption {

		/**
		 * Keys by names of your choice, each Base64 of 32 random bytes. All of them
		 * decrypt.
		 */
		private Map<String, String> keys = new LinkedHashMap<>();

		/**
		 * Name of the key that encrypts. Not needed if there is one key.
		 */
		private @Nullable String activeKey;

		/** The keys, which are checked. */
		KeyRing toKeyRing() {
			return KeyRing.of(this.keys, Optional.ofNullable(this.activeKey).filter((key) -> !key.isBlank()));
		}

		public Map<String, String> getKeys() {
			return this.keys;
		}

		public void setKeys(Map<String, String> keys) {
			this.keys = keys;
		}

		public @Nullable String getActiveKey() {
			return this.activeKey;
		}

		public void setActiveKey(@Nullable String activeKey) {
			this.activeKey = activeKey;
		}

	}

	/**
	 * The database.
	 */
	public static class Jdbc {

		/**
		 * When the tables of Claimflow are created at the start: always, embedded, which
		 * is in databases in memory only, or never.
		 */
		private SchemaInitialization initializeSchema = SchemaInitialization.EMBEDDED;

		public SchemaInitialization getInitializeSchema() {
			return this.initializeSchema;
		}

		public void setInitializeSchema(SchemaInitialization initializeSchema) {
			this.initializeSchema = initializeSchema;
		}

	}

	/**
	 * The token endpoint.
	 */
	public static class Token {

		/**
		 * Error code of a token request to which a workflow denied access.
		 */
		private DeniedError deniedError = DeniedError.ACCESS_DENIED;

		/**
		 * Size of a signed token that a workflow has shaped above which there is a
		 * warning.
		 */
		private DataSize sizeWarning = DataSize.ofKilobytes(7);

		/**
		 * Size of a signed token that a workflow has shaped above which it is not issued.
		 */
		private DataSize sizeMaximum = DataSize.ofKilobytes(24);

		/** The settings, all of which are checked. */
		TokenWorkflowSettings toSettings() {
			return new TokenWorkflowSettings(this.deniedError,
					(int) bytes("token.size-warning", this.sizeWarning, Integer.MAX_VALUE),
					(int) bytes("token.size-maximum", this.sizeMaximum, Integer.MAX_VALUE));
		}

		public DeniedError getDeniedError() {
			return this.deniedError;
		}

		public void setDeniedError(DeniedError deniedError) {
			this.deniedError = deniedError;
		}

		public DataSize getSizeWarning() {
			return this.sizeWarning;
		}

		public void setSizeWarning(DataSize sizeWarning) {
			this.sizeWarning = sizeWarning;
		}

		public DataSize getSizeMaximum() {
			return this.sizeMaximum;
		}

		public void setSizeMaximum(DataSize sizeMaximum) {
			this.sizeMaximum = sizeMaximum;
		}

	}

	/**
	 * The management calls.
	 */
	public static class Api {

		/**
		 * Whether the server answers the management calls of workflows, at /api/v1.
		 */
		private boolean enabled;

		/**
		 * Identifiers of the clients that get access tokens for the management calls.
		 */
		private List<String> clients = new ArrayList<>();

		/**
		 * Number of threads that answer what workflows ask of this server, with Tomcat.
		 */
		private int threads = 16;

		/**
		 * Size of the body of a call.
		 */
		private DataSize requestBytes = DataSize.ofKilobytes(64);

		/**
		 * Number of characters of a value, such as a name or a property.
		 */
		private int valueLength = 2048;

		/**
		 * Number of properties that a user, an application or an organization can have.
		 */
		private int properties = 100;

		/**
		 * Authorities of users that a call creates.
		 */
		private List<String> userAuthorities = new ArrayList<>(List.of("ROLE_USER"));

		/** How calls are answered, which is checked. */
		ApiSettings toSettings() {
			check("api.user-authorities", this.userAuthorities, !this.userAuthorities.isEmpty(),
					"at least one authority");
			return new ApiSettings(Set.copyOf(this.clients), count("api.threads", this.threads, 2),
					(int) bytes("api.request-bytes", this.requestBytes, Integer.MAX_VALUE - 1),
					count("api.value-length", this.valueLength, 1), count("api.properties", this.properties, 1),
					this.userAuthorities);
		}

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public List<String> getClients() {
			return this.clients;
		}

		public void setClients(List<String> clients) {
			this.clients = clients;
		}

		public int getThreads() {
			return this.threads;
		}

		public void setThreads(int threads) {
			this.threads = threads;
		}

		public DataSize getRequestBytes() {
			return this.requestBytes;
		}

		public void setRequestBytes(DataSize requestBytes) {
			this.requestBytes = requestBytes;
		}

		public int getValueLength() {
			return this.valueLength;
		}

		public void setValueLength(int valueLength) {
			this.valueLength = valueLength;
		}

		public int getProperties() {
			return this.properties;
		}

		public void setProperties(int properties) {
			this.properties = properties;
		}

		public List<String> getUserAuthorities() {
			return this.userAuthorities;
		}

		public void setUserAuthorities(List<String> userAuthorities) {
			this.userAuthorities = userAuthorities;
		}

	}

}
