package io.claimflow.encryption;

/**
 * Thrown if a text cannot be encrypted or decrypted, or a key cannot be used. The message
 * says which key and what to do, and has nothing of the text and of the key.
 */
public final class EncryptionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message which key it is about, and what to do
	 */
	public EncryptionException(String message) {
		super(message);
	}

}
