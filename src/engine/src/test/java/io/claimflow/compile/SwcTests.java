package io.claimflow.compile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.claimflow.CompilerUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the native library of the compiler.
 */
class SwcTests {

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void theLibraryIsUnpackedToAFreshFolderOfItsOwners(@TempDir Path directory) throws Exception {
		Path folder = NativeLibrary.folder(directory.toFile(), 1);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
		assertThat(NativeLibrary.folder(directory.toFile(), 1)).isNotEqualTo(folder);
	}

	@Test
	void theLibraryIsNotLoadedWhereThereIsNoRoomToUnpackIt(@TempDir Path directory) {
		assertThatExceptionOfType(CompilerUnavailableException.class)
			.isThrownBy(() -> NativeLibrary.folder(directory.toFile(), Long.MAX_VALUE))
			.withMessageContaining("less room than")
			.withMessageContaining(directory.toString());
		assertThat(directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					true  | false | UnsatisfiedLinkError                                                      | on Linux aarch64: there is none for this platform | swc4j.lib.loading.path
					true  | true  | /t/x.so: /lib64/libc.so.6: version `GLIBC_2.30' not found (needed by x.so) | older than GLIBC 2.30                              | RHEL 9
					true  | true  | Error loading shared library ld-linux-x86-64.so.2: No such file           | the C library here is musl                         | in place of Alpine
					true  | true  | Error relocating /t/x.so: __res_init: symbol not found                    | the C library here is musl                         | in place of Alpine
					false | true  | /t/x.so: failed to map segment from shared object                         | must allow execution                               | noexec
					""")
	void aPlatformWithoutTheLibraryIsToldWhyAndWhatToDo(boolean platform, boolean exists, String error, String message,
			String action) {
		CompilerUnavailableException unavailable = NativeLibrary.unavailable("Linux", "aarch64", exists, error, null);
		assertThat(unavailable).hasMessageContaining("Linux aarch64").hasMessageContaining(message);
		assertThat(unavailable.action()).contains(action);
		assertThat(unavailable.isForPlatform()).isEqualTo(platform);
		assertThat(unavailable.getMessage()).endsWith(unavailable.action());
	}

}
