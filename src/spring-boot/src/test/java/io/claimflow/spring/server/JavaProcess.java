package io.claimflow.spring.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program of the tests in a process of its own, which is killed in the end, or when
 * this process ends.
 */
public final class JavaProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	/**
	 * Starts a program with the class path and the options of this process.
	 * @param main the class of the program
	 * @param options further options of the virtual machine
	 * @param arguments what the program is told
	 */
	public JavaProcess(Class<?> main, List<String> options, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// But for the size of the heap.
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> !argument.startsWith("-Xm"))
			.forEach(command::add);
		command.addAll(options);
		command
			.addAll(List.of("-cp", System.getProperty("java.class.path"), JavaProcess.class.getName(), main.getName()));
		command.addAll(List.of(arguments));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	/** In the process: runs the program that is named first, with the other arguments. */
	public static void main(String[] arguments) throws ReflectiveOperationException {
		ProcessHandle.current().parent().orElseThrow().onExit().thenRun(() -> Runtime.getRuntime().halt(1));
		Method program = Class.forName(arguments[0]).getMethod("main", String[].class);
		program.setAccessible(true);
		program.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
	}

	/**
	 * Waits until it writes a line.
	 * @param prefix what the line begins with
	 * @return what follows
	 * @throws IllegalStateException if it ends before, with all that it has written
	 */
	public String await(String prefix) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length());
			}
			lines.add(line);
		}
		throw new IllegalStateException(String.join("\n", lines));
	}

	/** Writes a line to its input. */
	public void write(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
