package io.claimflow.benchmarks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.claimflow.TokenType;
import io.claimflow.claims.ClaimChanges;
import io.claimflow.claims.ClaimPolicy;
import io.claimflow.spring.authorization.JavaClaims;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Claims on their way into a run and out of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClaimsBenchmark {

	private final Map<String, Object> claims = Map.of("iss", "https://auth.example.com", "sub", "benchmark", "aud",
			List.of("benchmark"), "scope", List.of("read"), "iat", Instant.now(), "nbf", Instant.now(), "exp",
			Instant.now(), "jti", "8f3c1f64-9d0a-4a53-9f0e-0d8f5f0c4b1e");

	private final Map<String, Object> before = JavaClaims.toJson(this.claims);

	private final Map<String, Object> after = new LinkedHashMap<>(this.before);

	public ClaimsBenchmark() {
		this.after.put("client", "benchmark");
		this.after.put("plan", Map.of("name", "pro", "seats", 25));
		this.after.put("audiences", List.of("benchmark"));
	}

	@Benchmark
	public Map<String, Object> toJson() {
		return JavaClaims.toJson(this.claims);
	}

	@Benchmark
	public ClaimChanges compare() {
		return ClaimPolicy.compare(TokenType.M2M_TOKEN, this.before, this.after);
	}

}
