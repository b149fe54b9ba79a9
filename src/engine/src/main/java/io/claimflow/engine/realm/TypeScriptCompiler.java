package io.claimflow.engine.realm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.claimflow.artifact.Versions;
import io.claimflow.compile.ScriptedCompiler;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The TypeScript compiler in a realm of its own, in a script engine of its own: it is
 * used where SWC has no library.
 */
public final class TypeScriptCompiler implements ScriptedCompiler {

	private final Context context;

	private final Value compile;

	/**
	 * Loads the compiler, which takes seconds.
	 * @throws IllegalStateException if it is not on the class path
	 */
	public TypeScriptCompiler() {
		String library = text(LIBRARY.formatted(Versions.typescript()));
		String adapter = text(ADAPTER);
		Engine engine = Sandbox.terms(Engine.newBuilder("js")).build();
		this.context = Sandbox.terms(Context.newBuilder("js")).engine(engine).build();
		this.context.eval(source("typescript.js", library));
		Value typescript = this.context.getBindings("js").getMember("ts");
		this.compile = this.context.eval(source("claimflow-typescript.js", adapter)).execute(typescript);
	}

	private static Source source(String name, String text) {
		return Source.newBuilder("js", text, name).buildLiteral();
	}

	private static String text(String resource) {
		try (InputStream in = resource(resource)) {
			if (in == null) {
				throw new IllegalStateException("There is no " + resource + " on the class path");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(resource + " cannot be read", ex);
		}
	}

	private static @Nullable InputStream resource(String resource) {
		return TypeScriptCompiler.class.getResourceAsStream("/" + resource);
	}

	/** One module at a time. */
	@Override
	public synchronized String compile(String request) {
		try {
			return this.compile.execute(request).asString();
		}
		catch (PolyglotException ex) {
			String message = String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT);
			throw new IllegalStateException(message.contains("stack") || ex.isResourceExhausted()
					? "the code is nested too deeply" : String.valueOf(ex.getMessage()), ex);
		}
	}

}
