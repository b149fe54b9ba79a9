package io.claimflow.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads source files: UTF-8 text of a bounded size.
 */
final class SourceFiles {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private final int maximum;

	/**
	 * Creates a reader.
	 * @param maximum the largest size of a file, in bytes
	 */
	SourceFiles(int maximum) {
		this.maximum = maximum;
	}

	/**
	 * Reads a regular file, without its byte order mark.
	 */
	String read(Path file) throws UnusableFileException {
		return text(bytes(file));
	}

	/**
	 * The text of a file, without its byte order mark.
	 */
	String text(byte[] bytes) throws UnusableFileException {
		if (bytes.length > this.maximum) {
			throw tooLarge(bytes.length);
		}
		if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
			throw new UnusableFileException("is not UTF-8 text (it starts with the byte order mark of UTF-16)");
		}
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == 0) {
				throw new UnusableFileException("is not text (a NUL byte at offset " + i + ")");
			}
		}
		String text = decode(bytes);
		return (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

	private byte[] bytes(Path file) throws UnusableFileException {
		try (InputStream stream = Files.newInputStream(file)) {
			byte[] bytes = stream.readNBytes(this.maximum);
			if (stream.read() != -1) {
				throw tooLarge(Math.max(Files.size(file), this.maximum + 1L));
			}
			return bytes;
		}
		catch (IOException ex) {
			throw new UnusableFileException(FileErrors.describe(ex));
		}
	}

	/** Why a file of a size is not read. */
	UnusableFileException tooLarge(long bytes) {
		return new UnusableFileException("is " + bytes + " bytes, more than the " + this.maximum
				+ " that are allowed; raise claimflow.limits.source-bytes if it is meant");
	}

	private static String decode(byte[] bytes) throws UnusableFileException {
		// A decoder that is asked for reports what new String(..) would replace.
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			return decoder.decode(buffer).toString();
		}
		catch (CharacterCodingException ex) {
			throw new UnusableFileException("is not text (invalid UTF-8 at offset " + buffer.position() + ")");
		}
	}

	private static boolean startsWith(byte[] bytes, int first, int second) {
		return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
	}

}
