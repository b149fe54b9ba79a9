package io.claimflow.cli.server;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.project.Author;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A server of {@code claimflow dev} that is never ready. */
class DevStartTests {

	@Test
	void aServerThatIsNeverReadyIsEndedAndSaysWhatItSaidLast(@TempDir Path folder) throws Exception {
		Author.project(folder, "m2mTokenClaims<any>().plan = 'pro';");
		Path jar = folder.resolve("other.jar");
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, NeverReady.class.getName());
		String name = NeverReady.class.getName().replace('.', '/') + ".class";
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
				InputStream in = Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(name))) {
			out.putNextEntry(new JarEntry(name));
			in.transferTo(out);
		}
		Result result = new Tool(folder).run("dev", "--server-jar", "other.jar", "--start-seconds", "10");
		assertThat(result.code()).as(result.err()).isEqualTo(3);
		assertThat(result.err()).contains("still starting", "The server was not ready within 10 s",
				"The Claimflow demo is ready", "--server-jar", "--start-seconds");
		assertThat(ProcessHandle.current()
			.descendants()
			.filter((process) -> process.info().commandLine().orElse("").contains(jar.toString()))).isEmpty();
	}

	@Test
	void theDemoHasNoProjectBesideItsOwn(@TempDir Path folder) {
		Result result = new Tool(folder).run("dev", "--demo", "--project", ".");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains("--demo runs the workflows of the demo, and --project names others",
				"Leave one of them out.");
	}

	/** Its process goes on until somebody ends it. */
	static final class NeverReady {

		private NeverReady() {
		}

		public static void main(String[] arguments) throws InterruptedException {
			System.out.println("still starting");
			new CountDownLatch(1).await();
		}

	}

}
