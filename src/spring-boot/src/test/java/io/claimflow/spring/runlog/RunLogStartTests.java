package io.claimflow.spring.runlog;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What a server lacks that is told to keep a log of runs. */
@ExtendWith(OutputCaptureExtension.class)
class RunLogStartTests {

	private static AuthServer.Builder builder() {
		AuthServer.Builder builder = AuthServer.builder().property("claimflow.runs.enabled", true);
		Database.H2.properties().forEach(builder::property);
		return builder;
	}

	private static void refused(AuthServer.Builder builder, CapturedOutput output, String... words) {
		assertThatException().isThrownBy(builder::start);
		assertThat(output).contains("APPLICATION FAILED TO START").contains(words);
	}

	@Test
	void withoutAKeyNoUserIsHashed(CapturedOutput output) {
		refused(builder(), output, "set claimflow.encryption.keys.k1", "claimflow.runs.users=none");
	}

	@Test
	void withoutADatabaseThereIsNowhereToWriteTo(CapturedOutput output) {
		refused(builder().property("claimflow.encryption.keys.k1", Database.KEY)
			.property("spring.autoconfigure.exclude",
					"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"),
				output, "set spring.datasource.url", "RunSink");
	}

	@Test
	void whoeverCannotLookAtRunsIsToldSo(CapturedOutput output) {
		AuthServer.Builder builder = AuthServer.builder().m2m("").property("claimflow.runs.http.enabled", true);
		Database.H2.properties().forEach(builder::property);
		builder.start().close();
		assertThat(output).contains("Runs cannot be looked at over HTTP", "set claimflow.runs.enabled=true");
	}

	@Test
	void aPropertyThatIsNoneStopsTheStart(CapturedOutput output) {
		refused(builder().property("claimflow.encryption.keys.k1", Database.KEY).property("claimflow.runs.sample", 2),
				output, "claimflow.runs.sample", "between 0 and 1");
	}

}
