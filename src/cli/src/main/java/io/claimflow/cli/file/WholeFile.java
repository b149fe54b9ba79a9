package io.claimflow.cli.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

import io.claimflow.cli.terminal.Failure;

/**
 * Writes files. Whoever reads one, and whenever the process ends, finds the old file or
 * the new one.
 */
public final class WholeFile {

	private WholeFile() {
	}

	/**
	 * Writes a file, and the folders above it.
	 * @throws Failure if it cannot be written
	 */
	public static void write(Path file, byte[] content) {
		write(file, content, false);
	}

	/**
	 * Writes a file that its owner alone can read, and the folders above it, which are
	 * the owner's alone as well if they are new.
	 * @throws Failure if it cannot be written
	 */
	public static void writePrivately(Path file, byte[] content) {
		write(file, content, true);
	}

	private static void write(Path file, byte[] content, boolean privately) {
		Path folder = file.toAbsolutePath().resolveSibling("").normalize();
		try {
			Files.createDirectories(folder, privately ? attributes(folder, "rwx------") : new FileAttribute<?>[0]);
			Path whole = privately ? Files.createTempFile(folder, ".", ".tmp", attributes(folder, "rw-------"))
					: Files.createFile(folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid()));
			try {
				if (privately) {
					ownerOnly(whole);
				}
				Files.write(whole, content);
				move(whole, file);
			}
			finally {
				Files.deleteIfExists(whole);
			}
		}
		catch (IOException ex) {
			throw Failure.ofUsage(file + " cannot be written: " + ex, "Name another place, or see to its permissions.");
		}
	}

	private static void move(Path from, Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static FileAttribute<?>[] attributes(Path folder, String permissions) {
		return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	/** As Windows knows it. */
	private static void ownerOnly(Path file) throws IOException {
		AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
		if (acl != null) {
			acl.setAcl(List.of(AclEntry.newBuilder()
				.setType(AclEntryType.ALLOW)
				.setPrincipal(acl.getOwner())
				.setPermissions(EnumSet.allOf(AclEntryPermission.class))
				.build()));
		}
	}

}
