package io.claimflow.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.claimflow.CompilerUnavailableException;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.Program;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which workflows may share realms although they import npm packages. A look
 * into a bundle takes a moment, so what was found is kept for the next deployment with
 * the same packages.
 */
final class PackageSharing {

	private static final Logger logger = LoggerFactory.getLogger(PackageSharing.class);

	/** The bundles whose findings are kept. */
	private static final int KEPT = 100;

	private final Supplier<ModuleCompiler> compiler;

	private final Supplier<Duration> time;

	/** What was found, by the digest of the bundle, the latest last. */
	private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true);

	/** The last look, which may go on after it has taken too long. */
	private @Nullable CompletableFuture<Boolean> last;

	/**
	 * Creates it.
	 * @param compiler parses the packages
	 * @param time the time that the parser may take for a bundle
	 */
	PackageSharing(Supplier<ModuleCompiler> compiler, Supplier<Duration> time) {
		this.compiler = compiler;
		this.time = time;
	}

	/** The program with what was found in its packages, if it has any. */
	Program judged(Program program) {
		return program.modules()
			.stream()
			.filter((module) -> module.file().equals(CompiledModule.PACKAGES))
			.findFirst()
			.filter((packages) -> program.modules().stream().noneMatch(Bundler::isForEffect))
			.filter((packages) -> mayShareRealms(packages.code()))
			.map((packages) -> program.with(program.modules().stream().map(PackageSharing::shareable).toList()))
			.orElse(program);
	}

	private static CompiledModule shareable(CompiledModule module) {
		return (module.file().equals(CompiledModule.PACKAGES) || module.file().startsWith(Bundler.MODULE))
				? module.with(new Findings(false, false, true, false)) : module;
	}

	private synchronized boolean mayShareRealms(String bundle) {
		String digest = digest(bundle);
		Boolean verdict = this.known.get(digest);
		if (verdict == null) {
			verdict = look(bundle);
			if (verdict != null) {
				this.known.put(digest, verdict);
				this.known.keySet()
					.stream()
					.limit(Math.max(0, this.known.size() - KEPT))
					.toList()
					.forEach(this.known::remove);
			}
		}
		return Boolean.TRUE.equals(verdict);
	}

	/**
	 * Whether what is found in a bundle speaks for realms of several runs, or null if it
	 * was not found out. What takes too long is left behind, and nothing else is looked
	 * into meanwhile.
	 */
	private @Nullable Boolean look(String bundle) {
		if (this.last != null && !this.last.isDone()) {
			return null;
		}
		CompletableFuture<Boolean> found = new CompletableFuture<>();
		try {
			ModuleCompiler compiler = this.compiler.get();
			Thread thread = new Thread(null, () -> {
				try {
					found.complete(compiler.mayShareRealms(bundle));
				}
				catch (RuntimeException | Error ex) {
					found.completeExceptionally(ex);
				}
			}, "claimflow-packages", Swc.stackSize(bundle));
			thread.setDaemon(true);
			thread.start();
			this.last = found;
			return found.get(this.time.get().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (CompilerUnavailableException | OutOfMemoryError | ExecutionException ex) {
			logger.debug("Nothing is known of packages, so each of their runs has a realm of its own", ex);
			return null;
		}
		catch (TimeoutException ex) {
			logger.warn("It takes more than {} ms to look into packages, so each of their runs has a realm of its own",
					this.time.get().toMillis());
			return null;
		}
	}

	private static String digest(String bundle) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(bundle.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
