package io.claimflow.engine;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * What the module of a tool can call, as {@code claimflowHost.call(what, text)} and
 * {@code claimflowHost.begin(what, text)}. Only text crosses. A method may throw an
 * {@link IllegalArgumentException}, whose message the script gets to see.
 */
public interface ScriptHost {

	/** Has nothing to answer with. */
	ScriptHost NONE = new ScriptHost() {

		@Override
		public String call(String what, String text) {
			throw new IllegalArgumentException("There is nothing to ask here");
		}

		@Override
		public CompletableFuture<String> begin(String what, String text) {
			throw new IllegalArgumentException("There is nothing to ask here");
		}

	};

	/**
	 * Answers at once, on the thread of the script.
	 * @param what what is asked for
	 * @param text what goes with it
	 */
	@Nullable String call(String what, String text);

	/**
	 * Begins something that the script can await. It is cancelled when the call of the
	 * script ends.
	 * @param what what is asked for
	 * @param text what goes with it
	 */
	CompletableFuture<String> begin(String what, String text);

}
