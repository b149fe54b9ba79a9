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
import java.util.function.Predicate;

import io.claimflow.Problem;
import io.claimflow.SecureFetchKeys;
import io.claimflow.VariableSource;
import io.claimflow.artifact.Use;

/**
 * A check of the variables whose names workflows write out, and of the keys with which
 * they encrypt: it finds those that exist nowhere. It belongs to a deployment and not to
 * a run, asks a remote source on a thread of its own, and waits for it no longer than a
 * run would. What nobody can tell of in that time is not missing.
 */
public final class VariableCheck {

	/** More names are not looked up. */
	private static final int NAMES = 100;

	private final VariableSource environment;

	private final Optional<VariableSource> remoteVariables;

	private final Duration time;

	/**
	 * Creates a check.
	 * @param environment the variables that are at hand
	 * @param remoteVariables the variables that have to be looked up, if there are any
	 * @param time how long to wait for all lookups together
	 */
	public VariableCheck(VariableSource environment, Optional<VariableSource> remoteVariables, Duration time) {
		this.environment = environment;
		this.remoteVariables = remoteVariables;
		this.time = time;
	}

	/**
	 * The variables that do not exist, each where it is read first.
	 * @param uses what the workflows of a project use
	 */
	public Map<String, Use> missing(List<Use> uses) {
		Map<String, Use> missing = new LinkedHashMap<>();
		for (Use use : uses) {
			if (use.kind() == Use.Kind.VARIABLE && missing.size() < NAMES && isMissing(this.environment, use.name())) {
				missing.putIfAbsent(use.name(), use);
			}
		}
		this.remoteVariables.filter((remote) -> !missing.isEmpty())
			.ifPresent((remote) -> missing.keySet()
				.retainAll(missing(List.copyOf(missing.keySet()), (name) -> isMissing(remote, name))));
		return missing;
	}

	/**
	 * Warns of variables that do not exist.
	 * @param missing what {@link #missing(List)} has found
	 */
	public static List<Problem> warnings(Map<String, Use> missing) {
		List<Problem> warnings = new ArrayList<>();
		missing.forEach((name,
				use) -> warnings.add(use
					.problem("There is no variable '" + name + "' on this server",
							"Its value is undefined. Add it, for instance as claimflow.env." + name
									+ " or claimflow.secrets." + name + ", or correct the name.")
					.as(Problem.Severity.WARNING)));
		return warnings;
	}

	/**
	 * The workflows that encrypt and have no key.
	 * @param workflows the identifiers of workflows that encrypt
	 * @param keys the keys, which may have to be looked up
	 */
	public List<String> withoutKey(List<String> workflows, SecureFetchKeys keys) {
		return workflows.isEmpty() ? List.of() : missing(workflows, (workflow) -> {
			try {
				return keys.active(workflow).isEmpty();
			}
			catch (RuntimeException ex) {
				// A run that encrypts is told why
				return false;
			}
		});
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

	private List<String> missing(List<String> names, Predicate<String> isMissing) {
		Map<String, Boolean> missing = new ConcurrentHashMap<>();
		CountDownLatch done = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			for (String name : names) {
				if (Thread.currentThread().isInterrupted()) {
					return;
				}
				missing.put(name, isMissing.test(name));
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
