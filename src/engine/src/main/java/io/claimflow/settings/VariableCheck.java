package io.claimflow.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.claimflow.Problem;
import io.claimflow.VariableSource;
import io.claimflow.artifact.Use;

/**
 * A check of the variables whose names workflows write out: it warns of those that exist
 * nowhere. It belongs to a deployment and not to a run, asks a remote source on a thread
 * of its own, and waits for it no longer than a run would. A variable that nobody can
 * tell of in that time is no reason to warn.
 */
public final class VariableCheck {

	/** More names are not looked up. */
	private static final int NAMES = 100;

	private final VariableSource environment;

	private final Optional<VariableSource> remoteEnvironment;

	private final Duration time;

	/**
	 * Creates a check.
	 * @param environment the variables that are at hand
	 * @param remoteEnvironment the variables that have to be looked up, if there are any
	 * @param time how long to wait for all lookups together
	 */
	public VariableCheck(VariableSource environment, Optional<VariableSource> remoteEnvironment, Duration time) {
		this.environment = environment;
		this.remoteEnvironment = remoteEnvironment;
		this.time = time;
	}

	/**
	 * Warns of the variables that do not exist.
	 * @param uses what the workflows of a project use
	 */
	public List<Problem> warnings(List<Use> uses) {
		Map<String, Use> missing = new LinkedHashMap<>();
		for (Use use : uses) {
			if (use.kind() == Use.Kind.VARIABLE && missing.size() < NAMES && isMissing(this.environment, use.name())) {
				missing.putIfAbsent(use.name(), use);
			}
		}
		this.remoteEnvironment.filter((remote) -> !missing.isEmpty())
			.ifPresent((remote) -> missing.keySet().retainAll(missingFrom(remote, List.copyOf(missing.keySet()))));
		List<Problem> warnings = new ArrayList<>();
		missing.forEach((name,
				use) -> warnings.add(use
					.problem("There is no variable '" + name + "' on this server",
							"Its value is undefined. Add it, for instance as claimflow.env." + name
									+ " or claimflow.secrets." + name + ", or correct the name.")
					.as(Problem.Severity.WARNING)));
		return warnings;
	}

	private static boolean isMissing(VariableSource source, String name) {
		try {
			return source.get(name).isEmpty();
		}
		catch (RuntimeException ex) {
			// A run that reads it is told why
			return false;
		}
	}

	private List<String> missingFrom(VariableSource remote, List<String> names) {
		Map<String, Boolean> missing = new ConcurrentHashMap<>();
		CountDownLatch done = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			for (String name : names) {
				if (Thread.currentThread().isInterrupted()) {
					return;
				}
				missing.put(name, isMissing(remote, name));
			}
			done.countDown();
		}, "claimflow-variable-check");
		thread.setDaemon(true);
		thread.start();
		try {
			if (!done.await(this.time.toNanos(), TimeUnit.NANOSECONDS)) {
				thread.interrupt();
			}
		}
		catch (InterruptedException ex) {
			thread.interrupt();
			Thread.currentThread().interrupt();
		}
		return names.stream().filter((name) -> missing.getOrDefault(name, false)).toList();
	}

}
