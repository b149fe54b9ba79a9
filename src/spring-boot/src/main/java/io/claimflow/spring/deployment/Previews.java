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

	/**
	 * Whether a preview has expired, so that nothing can begin with it any more.
	 * @throws InvalidPreviewException if it was revoked, which ends also what has begun
	 * with it, or if that cannot be known
	 */
	boolean isOver(Preview preview);

}
