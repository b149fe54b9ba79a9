package io.claimflow.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Compares the token endpoint of a server that has the run log with that of one that has
 * not, as {@link TokenEndpointBenchmark} compares others. Both run the workflow for each
 * token. With H2 the database is in the same process, so all that the log costs is
 * counted; with PostgreSQL it has a process of its own, as it mostly has, and the
 * processor's time of the server is Claimflow's and the driver's alone.
 */
public final class RunLogBenchmark {

	private static final List<TokenServer.Variant> VARIANTS = List.of(TokenServer.Variant.CLAIMFLOW_EACH,
			TokenServer.Variant.CLAIMFLOW_LOGGED);

	private RunLogBenchmark() {
	}

	/**
	 * Runs the comparison, in about ten minutes.
	 * @param arguments optionally the longest warm-up in seconds, the rounds, the seconds
	 * of each stretch of load, the requests per second of the steady load, or 0 for half
	 * of what the slower one answers, the database, h2 or postgresql, and further
	 * properties as {@code --name=value}
	 */
	public static void main(String[] arguments) throws Exception {
		int[] numbers = { 120, 8, 4, 0 };
		for (int i = 0; i < Math.min(arguments.length, numbers.length); i++) {
			numbers[i] = Integer.parseInt(arguments[i]);
		}
		boolean postgresql = arguments.length > numbers.length && arguments[numbers.length].equals("postgresql");
		List<String> properties = new ArrayList<>(
				List.of(arguments).subList(Math.min(arguments.length, numbers.length + 1), arguments.length));
		System.out.printf("JDK %s, %d processors, %s %s%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), postgresql ? "PostgreSQL" : "H2", properties);
		if (postgresql) {
			try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
				properties.add("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
				properties.add("--spring.datasource.username=postgres");
				properties.add("--claimflow.jdbc.initialize-schema=always");
				compare(numbers, properties);
			}
		}
		else {
			compare(numbers, properties);
		}
		System.exit(0);
	}

	private static void compare(int[] numbers, List<String> properties) throws Exception {
		new TokenEndpointBenchmark(VARIANTS, numbers[0], numbers[1], numbers[2], properties.toArray(String[]::new))
			.run(TokenServer.Storage.MEMORY, numbers[3]);
	}

}
