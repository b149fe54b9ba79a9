package io.claimflow.engine;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How a debugger looks into the runs of an engine: GraalVM's inspector, which speaks the
 * DevTools protocol, at a port of the loopback interface and at a path that nobody
 * guesses. Nothing runs until a debugger is there, and the first statement of the
 * author's waits for it.
 *
 * @param port the port, or 0 for any that is free
 * @param sources the folder that the project's paths are relative to
 * @param listening is told the URL of the web socket
 */
public record Inspection(int port, Path sources, Consumer<String> listening) {

}
