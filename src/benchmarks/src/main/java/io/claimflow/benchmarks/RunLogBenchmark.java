package io.claimflow.benchmarks;

import java.util.List;

/**
 * Compares the token endpoint of a server that has the run log with that of one that has
 * not, as {@link TokenEndpointBenchmark} compares others. Both run the workflow for each
 * token, and the log is in the same process as the database, so all that it costs is
 * counted.
 */
public final class RunLogBenchmark {

	private static final List<TokenServer.Variant> VARIANTS = List.of(TokenServer.Variant.CLAIMFLOW_EACH,
			TokenServer.Variant.CLAIMFLOW_LOGGED);

	private RunLogBenchmark() {
	}

	/**
	 * Runs the comparison, in about ten minutes.
	 * @param arguments optionally the longest warm-up in seconds, the rounds, the seconds
	 * of each stretch of load, and the requests per second of the steady load, or 0 for
	 * half of what the slower one answers
	 */
	public static void main(String[] arguments) throws Exception {
		int[] numbers = { 120, 8, 4, 0 };
		for (int i = 0; i < Math.min(arguments.length, numbers.length); i++) {
			numbers[i] = Integer.parseInt(arguments[i]);
		}
		System.out.printf("JDK %s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
		new TokenEndpointBenchmark(VARIANTS, numbers[0], numbers[1], numbers[2]).run(TokenServer.Storage.MEMORY,
				numbers[3]);
		System.exit(0);
	}

}
