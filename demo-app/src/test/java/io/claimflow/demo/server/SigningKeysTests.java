package io.claimflow.demo.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The keys that sign tokens, over weeks and on several nodes.
 */
class SigningKeysTests {

	private static final Duration MONTH = Duration.ofDays(30);

	private static final Duration DAY = Duration.ofDays(1);

	private static final SigningKeyTimes TIMES = new SigningKeyTimes(MONTH, DAY, DAY);

	private static final KeyRing ONE = KeyRing.of(Map.of("k1", key('1')), Optional.empty());

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.build();

	private final JdbcClient jdbc = JdbcClient.create(this.database);

	private final PassingClock clock = new PassingClock();

	private static String key(char letter) {
		return String.valueOf(letter).repeat(43) + "=";
	}

	@BeforeEach
	void createTables() {
		new ResourceDatabasePopulator(new ClassPathResource("schema.sql")).execute(this.database);
	}

	@AfterEach
	void close() {
		this.database.shutdown();
	}

	@Test
	void aKeyIsPublishedBeforeItSignsAndAfter() {
		SigningKeys keys = node(ONE);
		String first = signing(keys);
		assertThat(published(keys)).containsExactly(first);

		this.clock.pass(MONTH.minus(DAY));
		keys.refresh();
		assertThat(published(keys)).hasSize(2).startsWith(first);
		assertThat(signing(keys)).isEqualTo(first);

		this.clock.pass(DAY);
		String second = signing(keys);
		assertThat(second).isNotEqualTo(first);
		keys.refresh();
		assertThat(published(keys)).containsExactly(first, second);

		this.clock.pass(DAY.plusSeconds(1));
		keys.refresh();
		assertThat(published(keys)).containsExactly(second);
	}

	@Test
	void aServerThatWasOffForMonthsAnnouncesItsNextKeyAllTheSame() {
		String first = signing(node(ONE));

		this.clock.pass(MONTH.multipliedBy(5));
		SigningKeys keys = node(ONE);

		assertThat(published(keys)).hasSize(2);
		assertThat(signing(keys)).isEqualTo(first);
	}

	@Test
	void nodesThatStartAtOnceMakeOneKey() throws Exception {
		ExecutorService nodes = Executors.newFixedThreadPool(4);
		try {
			List<Callable<String>> starts = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				starts.add(() -> signing(node(ONE)));
			}
			List<String> signing = new ArrayList<>();
			for (Future<String> start : nodes.invokeAll(starts)) {
				signing.add(start.get());
			}
			assertThat(signing).containsOnly(signing.get(0));
		}
		finally {
			nodes.shutdownNow();
		}
	}

	@Test
	void aKeyThatAnotherNodeHasMadeIsLookedUpWhenATokenNamesItButNotEachTime() {
		SigningKeys keys = node(ONE);
		this.jdbc.sql("delete from signing_key").update();
		this.clock.pass(Duration.ofSeconds(2));
		String other = signing(node(ONE));

		assertThat(find(keys, "nobody's")).isEmpty();
		assertThat(find(keys, other)).hasSize(1);

		this.jdbc.sql("delete from signing_key").update();
		String another = signing(node(ONE));
		assertThat(find(keys, another)).isEmpty();
		this.clock.pass(Duration.ofSeconds(2));
		assertThat(find(keys, another)).hasSize(1);
	}

	@Test
	void aKeyThatIsStolenIsTakenAwayAsThePageSays() throws Exception {
		SigningKeys keys = node(ONE);
		String stolen = signing(keys);
		Matcher sample = Pattern.compile("(?s)```sql\n(.*?);\n```")
			.matcher(Files.readString(Path.of("../docs/cluster.md")));
		assertThat(sample.find()).isTrue();

		this.jdbc.sql(sample.group(1)).update();
		keys.refresh();

		assertThat(published(keys)).hasSize(1).doesNotContain(stolen);
	}

	@Test
	void withoutADatabaseTheKeysStayWhatTheyWere() {
		SigningKeys keys = node(ONE);
		String signing = signing(keys);

		this.database.shutdown();
		keys.refresh();

		assertThat(signing(keys)).isEqualTo(signing);
	}

	@Test
	void theKeyOfAnEarlierVersionSignsOnAndIsEncrypted() throws Exception {
		String json = new RSAKeyGenerator(2048).keyID("earlier").generate().toJSONString();
		this.jdbc.sql("insert into signing_key (id, jwk) values (1, ?)").param(json).update();

		assertThat(signing(node(KeyRing.empty()))).isEqualTo("earlier");
		assertThat(stored()).isEqualTo(json);
		assertThat(signing(node(ONE))).isEqualTo("earlier");
		assertThat(stored()).startsWith("k1:");
	}

	@Test
	void anotherActiveKeyEncryptsAnew() {
		String signing = signing(node(ONE));
		KeyRing both = KeyRing.of(Map.of("k1", key('1'), "k2", key('2')), Optional.of("k2"));

		assertThat(signing(node(both))).isEqualTo(signing);

		assertThat(stored()).startsWith("k2:");
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> node(ONE))
			.withMessageContaining("claimflow.encryption.keys.k2");
	}

	@Test
	void whatTheTablesOwnerWritesIsNoKey() {
		signing(node(ONE));
		this.jdbc.sql("insert into signing_key (id, jwk) select 2, jwk from signing_key").update();

		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> node(ONE));
	}

	@Test
	void aKeyThatIsAnnouncedLongerThanItSignsIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SigningKeyTimes(DAY, DAY, DAY))
			.withMessageContaining("demo.signing-keys.announced");
	}

	private SigningKeys node(KeyRing encryption) {
		return new SigningKeys(this.jdbc, encryption, TIMES, this.clock);
	}

	private String stored() {
		return this.jdbc.sql("select jwk from signing_key where id = 1").query(String.class).single();
	}

	private static List<String> published(SigningKeys keys) {
		return all(keys).stream().map(JWK::getKeyID).toList();
	}

	private static String signing(SigningKeys keys) {
		return keys.signing(all(keys)).getKeyID();
	}

	private static List<JWK> all(SigningKeys keys) {
		return keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
	}

	private static List<JWK> find(SigningKeys keys, String id) {
		return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
	}

	private static final class PassingClock extends Clock {

		private Instant now = Instant.parse("2030-01-01T00:00:00Z");

		void pass(Duration time) {
			this.now = this.now.plus(time);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
