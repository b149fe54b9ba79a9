package io.claimflow.compile;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the native library of the compiler.
 */
class SwcTests {

	@Test
	void theLibraryIsNotLoadedWhereThereIsNoRoomToUnpackIt(@TempDir Path directory) {
		assertThatExceptionOfType(UnsatisfiedLinkError.class)
			.isThrownBy(() -> Swc.Library.checkRoom(directory.toFile(), Long.MAX_VALUE))
			.withMessageContaining("less room than")
			.withMessageContaining(directory.toString());
		assertThatCode(() -> Swc.Library.checkRoom(directory.toFile(), 1)).doesNotThrowAnyException();
	}

}
