package io.claimflow.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.io.IOAccess;
import org.jspecify.annotations.Nullable;

/**
 * The script engine and the terms on which it runs code: no Java, no files, no network,
 * no environment, no threads, no processes, no {@code eval}. One engine is shared, so
 * that code is parsed once; each realm is a context of its own.
 */
final class Sandbox implements AutoCloseable {

	private static final Map<String, String> OPTIONS = Map.of( //
			"js.allow-eval", "false", //
			"js.console", "false", //
			"js.print", "false", //
			"js.load", "false", //
			"js.graal-builtin", "false", //
			"js.text-encoding", "true");

	private @Nullable Engine engine;

	/**
	 * Made when it is first needed: that takes half a second, which need not be the
	 * caller's.
	 */
	private synchronized Engine engine() {
		Engine made = this.engine;
		if (made == null) {
			made = Engine.newBuilder("js")
				.sandbox(SandboxPolicy.CONSTRAINED)
				.in(InputStream.nullInputStream())
				.out(OutputStream.nullOutputStream())
				.err(OutputStream.nullOutputStream())
				.option("engine.WarnInterpreterOnly", "false")
				.options(OPTIONS)
				.build();
			this.engine = made;
		}
		return made;
	}

	/** A new context: global objects that nobody has touched yet. */
	Context newContext() {
		return Context.newBuilder("js")
			.engine(engine())
			.sandbox(SandboxPolicy.CONSTRAINED)
			.allowHostAccess(HostAccess.CONSTRAINED)
			.allowPolyglotAccess(PolyglotAccess.NONE)
			.allowEnvironmentAccess(EnvironmentAccess.NONE)
			.allowIO(IOAccess.NONE)
			.out(OutputStream.nullOutputStream())
			.err(OutputStream.nullOutputStream())
			.build();
	}

	@Override
	public synchronized void close() {
		if (this.engine != null) {
			this.engine.close(true);
		}
	}

}
