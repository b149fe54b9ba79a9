package io.claimflow.spring.deployment;

/**
 * Reads the tokens of previews.
 */
public interface Previews {

	/**
	 * Reads a token.
	 * @throws InvalidPreviewException if no server with the keys has made it
	 */
	Preview read(String token);

	/** Whether nothing can begin with a preview any more. */
	boolean isOver(Preview preview);

}
