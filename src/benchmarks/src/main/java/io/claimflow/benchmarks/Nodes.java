package io.claimflow.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import tools.jackson.databind.JsonNode;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Nodes that share a PostgreSQL database, each in a process of its own. They run what is
 * live there.
 */
final class Nodes implements AutoCloseable {

	static final String WORKFLOW = "kindeSrc/environment/workflows/token/TokenWorkflow.ts";

	/** Whoever waits for a claim asks that often. */
	private static final long PAUSE_MILLIS = 50;

	private static final String SCOPES = "claimflow:read claimflow:deploy";

	private static final Executor THREADS = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "nodes");
		thread.setDaemon(true);
		return thread;
	});

	private final List<ServerProcess> servers = new ArrayList<>();

	/**
	 * Starts nodes, all at once.
	 * @param number how many
	 */
	Nodes(EmbeddedPostgres postgres, String database, int number) throws IOException {
		List<CompletableFuture<ServerProcess>> starting = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			String name = String.valueOf((char) ('a' + i));
			starting.add(CompletableFuture.supplyAsync(() -> start(postgres, database, name), THREADS));
		}
		starting.forEach((server) -> this.servers.add(server.join()));
	}

	private static ServerProcess start(EmbeddedPostgres postgres, String database, String name) {
		try {
			return new ServerProcess(TokenServer.Variant.CLAIMFLOW_DEPLOYED, TokenServer.Storage.MEMORY,
					properties(postgres, database, name).toArray(new String[0]));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Makes an empty database. */
	static String database(EmbeddedPostgres postgres, String name) {
		JdbcClient.create(postgres.getPostgresDatabase()).sql("create database " + name).update();
		return name;
	}

	/** The properties of a node whose deployments are in a database. */
	static List<String> properties(EmbeddedPostgres postgres, String database, String name) {
		List<String> properties = new ArrayList<>(connection(postgres, database));
		properties.addAll(List.of("--claimflow.deployments.node=" + name, "--claimflow.deployments.http.enabled=true",
				"--claimflow.deployments.http.clients=" + TokenServer.CLIENT,
				"--claimflow.deployments.http.calls-per-minute=100000",
				"--spring.security.oauth2.authorizationserver.issuer=http://127.0.0.1",
				"--spring.security.oauth2.authorizationserver.client.benchmark.registration.scopes=read,write,"
						+ SCOPES.replace(' ', ',')));
		return properties;
	}

	/** The properties of a server with a database in PostgreSQL. */
	static List<String> connection(EmbeddedPostgres postgres, String database) {
		return List.of("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", database),
				"--spring.datasource.username=postgres", "--spring.datasource.hikari.maximum-pool-size=4",
				"--claimflow.jdbc.initialize-schema=always", "--spring.sql.init.mode=never");
	}

	List<ServerProcess> servers() {
		return this.servers;
	}

	/** Pushes a project whose tokens say a version, and makes it live. */
	JsonNode push(String version) throws IOException, InterruptedException {
		return call("/claimflow/deployments?live=true", "application/zip", zip(version));
	}

	/** Makes live again what was live before. */
	JsonNode rollBack() throws IOException, InterruptedException {
		return call("/claimflow/live/rollback", "application/json", "{}".getBytes(StandardCharsets.UTF_8));
	}

	private JsonNode call(String path, String type, byte[] body) throws IOException, InterruptedException {
		ServerProcess server = this.servers.get(0);
		return server.send(server.request(path)
			.header("Authorization", "Bearer " + deployToken(server))
			.header("Content-Type", type)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build());
	}

	private String deployToken(ServerProcess server) throws IOException, InterruptedException {
		return server.token(server.tokenRequest("grant_type=client_credentials&scope=" + SCOPES.replace(" ", "+")));
	}

	/** The project, zipped. */
	static byte[] zip(String version) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (String file : List.of("kinde.json", WORKFLOW)) {
				zip.putNextEntry(new ZipEntry(file));
				zip.write(source(file).replace("token.plan =", "token.version = \"" + version + "\";\n  token.plan =")
					.getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

	static String source(String file) throws IOException {
		try (InputStream in = Nodes.class.getResourceAsStream("/project/" + file)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** When each node has made a token of a version, by {@link System#nanoTime()}. */
	List<CompletableFuture<Long>> await(String version) {
		return this.servers.stream()
			.map((server) -> CompletableFuture.supplyAsync(() -> firstToken(server, version), THREADS))
			.toList();
	}

	private static long firstToken(ServerProcess server, String version) {
		try {
			while (!version.equals(version(server))) {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
			return System.nanoTime();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A node that has too much to do gives no token, and is asked again. */
	private static Object version(ServerProcess server) throws IOException, InterruptedException {
		try {
			return server.claims().getOrDefault("version", "");
		}
		catch (IllegalStateException ex) {
			return "";
		}
	}

	@Override
	public void close() {
		this.servers.forEach(ServerProcess::close);
	}

}
