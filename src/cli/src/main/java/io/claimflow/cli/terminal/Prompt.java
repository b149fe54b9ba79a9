package io.claimflow.cli.terminal;

import java.util.Optional;

/** Asks the person at the terminal. */
public interface Prompt {

	/** Nobody is there to be asked. */
	Prompt NOBODY = new Prompt() {

		@Override
		public Optional<String> line(String question) {
			return Optional.empty();
		}

		@Override
		public Optional<String> secret(String question) {
			return Optional.empty();
		}

	};

	/**
	 * Asks for a line.
	 * @return the line, or empty if there is none to come
	 */
	Optional<String> line(String question);

	/** Asks for a line that the terminal does not show. */
	Optional<String> secret(String question);

}
