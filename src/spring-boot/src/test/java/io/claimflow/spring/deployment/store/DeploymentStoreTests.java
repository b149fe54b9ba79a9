package io.claimflow.spring.deployment.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.spring.jdbc.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for deployments in the database, and for what is live.
 */
@ParameterizedClass
@EnumSource
class DeploymentStoreTests {

	private static final Change CHANGE = Change.by("ann", "because");

	private final Database database;

	private final DataSource source;

	private final StoreNode node;

	private final DeploymentStore store;

	DeploymentStoreTests(Database database) {
		this.database = database;
		this.source = database.fresh();
		this.node = node();
		this.store = this.node.store;
	}

	private StoreNode node() {
		return new StoreNode(this.source, Database.keys("k1", Database.KEY));
	}

	@Test
	void whatOthersWriteTurnsNoLineOfTheLogRound() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(DeploymentStore.class);
		logger.setLevel(Level.INFO);
		logger.addAppender(log);
		log.start();
		long number = this.store
			.store(StoreNode.artifact("w t"), Provenance.of(DeploymentSource.PUSH, "client:\u202Eic"))
			.deployment()
			.number();
		this.store.makeLive(number, Change.by("user:\u2066eve\u202E", "because\u202E \u2028so"));

		logger.detachAppender(log);
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.hasSize(2)
			.allSatisfy((line) -> assertThat(line).doesNotContainPattern("[\\u202E\\u2066\\u2028]"))
			.anyMatch((line) -> line.contains("(PUSH of client: ic"))
			.anyMatch((line) -> line.contains("by user: eve  (because   so)"));
	}

	@Test
	void whatIsStoredComesBackByteForByte() {
		byte[] zip = new byte[2_500_000];
		new Random(1).nextBytes(zip);
		Problem warning = new Problem(new SourceLocation("a.ts", 3, 4), "Look", "Do", "let a = 1;",
				Problem.Severity.WARNING);
		Provenance provenance = new Provenance(DeploymentSource.GIT, "poller", Optional.of("c0ffee"),
				Optional.of("Ann <ann@example.com>"), Optional.of("One\nline\u0007"), Optional.empty());
		Stored stored = this.store.store(new BuiltArtifact("d1", zip, true, List.of(warning)), provenance);
		assertThat(stored.created()).isTrue();
		assertThat(this.store.artifact(stored.deployment().number())).isEqualTo(zip);
		StoredDeployment found = node().store.find(stored.deployment().number()).orElseThrow();
		assertThat(found).isEqualTo(stored.deployment());
		assertThat(found.state()).isEqualTo(DeploymentState.STORED);
		assertThat(found.bytes()).isEqualTo(zip.length);
		assertThat(found.warnings()).containsExactly(warning);
		assertThat(found.provenance().message()).contains("One line");
		assertThat(this.store.findByDigest("d1")).contains(found);
		assertThat(this.store.live().deployment()).isEmpty();
	}

	@Test
	void theSameDigestMakesNoSecondRow() {
		long first = this.node.push("m2m m2m:token_generation");
		Stored again = node().store.store(StoreNode.artifact("m2m m2m:token_generation"),
				Provenance.of(DeploymentSource.PUSH, "other"));
		assertThat(again.created()).isFalse();
		assertThat(again.deployment().number()).isEqualTo(first);
		assertThat(this.store.list(10, OptionalLong.empty())).hasSize(1);
	}

	@Test
	void twoPushesAtOnceAreTwoDeploymentsOrOne() throws Exception {
		List<Stored> stored = atOnce(8, (i) -> node().store.store(StoreNode.artifact("w" + i / 2 + " t"),
				Provenance.of(DeploymentSource.PUSH, "ci-" + i)));
		assertThat(stored.stream().map((one) -> one.deployment().number()).distinct()).containsExactlyInAnyOrder(1L, 2L,
				3L, 4L);
		assertThat(stored.stream().filter(Stored::created)).hasSize(4);
	}

	@Test
	void aRefusedProjectIsKeptInMindAndNeverLive() {
		Problem problem = new Problem(new SourceLocation("b.ts", 1, 2), "Unexpected token", "Correct it.", "let = ;");
		StoredDeployment refused = this.store
			.storeRefused("sources-1", List.of(problem), Provenance.of(DeploymentSource.GIT, "poller"))
			.deployment();
		assertThat(this.store.find(refused.number()).orElseThrow().state()).isEqualTo(DeploymentState.REFUSED);
		assertThatExceptionOfType(RefusedDeploymentException.class)
			.isThrownBy(() -> this.store.makeLive(refused.number(), CHANGE))
			.satisfies((ex) -> assertThat(ex.problems()).containsExactly(problem));
		assertThatExceptionOfType(UnknownDeploymentException.class)
			.isThrownBy(() -> this.store.artifact(refused.number()));
	}

	@Test
	void onlyTheNewestAreKeptAndWhatIsLiveOrPreviewed() {
		StoreNode few = new StoreNode(this.source, Database.keys("k1", Database.KEY), StoreNode.properties(3));
		long live = few.push("live t");
		few.store.makeLive(live, CHANGE);
		long previewed = few.push("previewed t");
		few.store.preview(previewed, "demo", Optional.empty(), Optional.empty(), "ann", "");
		long over = few.push("over t");
		few.store.keepUntil(over, Duration.ZERO);
		few.store.storeRefused("refused", List.of(new Problem(null, "No", "Do", null)),
				Provenance.of(DeploymentSource.GIT, "poller"));
		for (int i = 0; i < 4; i++) {
			few.store.store(StoreNode.artifact("folder" + i + " t"), Provenance.of(DeploymentSource.FOLDER, "node"));
		}
		List<Long> newest = IntStream.range(0, 3).mapToObj((i) -> few.push("new" + i + " t")).toList();
		List<Long> kept = new ArrayList<>(newest);
		kept.addAll(List.of(live, previewed, 4L, 6L, 7L, 8L));
		assertThat(this.store.list(100, OptionalLong.empty())).extracting(StoredDeployment::number)
			.containsExactlyInAnyOrderElementsOf(kept);
		assertThat(this.store.list(2, OptionalLong.of(8))).extracting(StoredDeployment::number).containsExactly(7L, 6L);
	}

	@Test
	void asManyPreviewsAreKeptAndOpenAsThePropertySays() {
		StoreNode few = new StoreNode(this.source, Database.keys("k1", Database.KEY), StoreNode.properties(3));
		long number = few.push("a t");
		for (int i = 0; i < 3; i++) {
			long preview = few.store.preview(number, "demo", Optional.empty(), Optional.empty(), "ann", "")
				.preview()
				.number();
			few.store.revokePreview(preview, "ann", "");
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> few.store.preview(number, "demo", Optional.empty(), Optional.empty(), "ann", ""))
			.withMessageContaining("claimflow.deployments.keep-previews");
		JdbcClient.create(this.source)
			.sql("update claimflow_preview set expires_at = ?")
			.param(Instant.EPOCH.atOffset(ZoneOffset.UTC))
			.update();
		for (int i = 0; i < 2; i++) {
			few.store.preview(number, "demo", Optional.empty(), Optional.empty(), "ann", "");
		}
		assertThat(JdbcClient.create(this.source)
			.sql("select number from claimflow_preview order by number")
			.query(Long.class)
			.list()).containsExactly(3L, 4L, 5L);
	}

	@Test
	void aNumberIsNeverUsedAgain() {
		this.store.makeLive(this.node.push("a t"), CHANGE);
		this.store.makeLive(this.node.push("b t"), CHANGE);
		JdbcClient.create(this.source).sql("update claimflow_live set deployment = 1").update();
		JdbcClient.create(this.source).sql("delete from claimflow_deployment where number = 2").update();
		assertThat(this.node.push("c t")).isEqualTo(3);
	}

	@Test
	void whatIsLargerThanTheLimitIsNotStored() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.store(new BuiltArtifact("d", new byte[3 * 1024 * 1024 + 1], true, List.of()),
					Provenance.of(DeploymentSource.PUSH, "ci")))
			.withMessageContaining("between 1 and 3145728");
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.list(101, OptionalLong.empty()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.history(0, OptionalLong.empty()));
		assertThatIllegalArgumentException().isThrownBy(() -> Change.by(" ", ""));
		assertThat(Change.by("x".repeat(300), "y".repeat(2000)).by()).hasSize(200);
	}

	@Test
	void whatIsMadeLiveIsLiveWithWhoAndWhenAndWhy() {
		long number = this.node.push("m2m m2m:token_generation");
		LiveState live = this.store.makeLive(number, CHANGE);
		assertThat(live.deployment()).hasValue(number);
		assertThat(live.revision()).isEqualTo(1);
		assertThat(live.changedBy()).isEqualTo("ann");
		assertThat(live.reason()).isEqualTo("because");
		assertThat(this.node.number).isEqualTo(number);
		assertThat(this.store.live()).isEqualTo(live);
		assertThat(this.store.find(number).orElseThrow().state()).isEqualTo(DeploymentState.LIVE);
		LiveChange change = this.store.history(10, OptionalLong.empty()).get(0);
		assertThat(change).isEqualTo(new LiveChange(1, OptionalLong.of(number), OptionalLong.empty(),
				LiveChange.Kind.DEPLOYED, Optional.empty(), "ann", live.changedAt(), "because"));
		assertThat(this.node.events).containsExactly(new DeploymentChangedEvent(change, live));
	}

	@Test
	void whatIsLiveAlreadyIsNoChange() {
		long number = this.node.push("a t");
		this.store.makeLive(number, CHANGE);
		assertThat(this.store.makeLive(number, CHANGE).revision()).isEqualTo(1);
		assertThat(this.node.events).hasSize(1);
	}

	@Test
	void ofTwoWhoChangeTheSameRevisionOneWinsAndTheOtherIsToldWho() throws Exception {
		List<Long> numbers = IntStream.range(0, 6).mapToObj((i) -> this.node.push("w" + i + " t")).toList();
		this.store.makeLive(numbers.get(0), CHANGE);
		List<Object> ends = atOnce(5, (i) -> {
			StoreNode other = node();
			try {
				return other.store.makeLive(numbers.get(i + 1), Change.by("user-" + i, "race").of(1));
			}
			catch (DeploymentConflictException ex) {
				assertThat(other.number).isIn(0L, other.node.deployment().orElse(0));
				return ex;
			}
		});
		LiveState winner = (LiveState) ends.stream().filter(LiveState.class::isInstance).findFirst().orElseThrow();
		assertThat(ends).filteredOn(DeploymentConflictException.class::isInstance)
			.hasSize(4)
			.allSatisfy((end) -> assertThat((DeploymentConflictException) end)
				.hasMessageContaining(winner.changedBy() + " changed it at ")
				.satisfies(
						(conflict) -> assertThat(((DeploymentConflictException) conflict).live()).isEqualTo(winner)));
		assertThat(this.store.live()).isEqualTo(winner);
		assertThat(this.store.history(10, OptionalLong.empty())).hasSize(2);
	}

	@Test
	void anUnexpectedRevisionIsAConflict() {
		long number = this.node.push("a t");
		assertThatExceptionOfType(DeploymentConflictException.class)
			.isThrownBy(() -> this.store.makeLive(number, CHANGE.of(7)));
		assertThatExceptionOfType(UnknownDeploymentException.class).isThrownBy(() -> this.store.makeLive(99, CHANGE));
		assertThat(this.node.open).isZero();
	}

	@Test
	void aRollBackGoesToTheNextOlderOneThatHasBeenLive() {
		long one = this.node.push("one t");
		this.node.push("neverLive t");
		long three = this.node.push("three t");
		long four = this.node.push("four t");
		for (long number : List.of(one, three, four)) {
			this.store.makeLive(number, CHANGE);
		}
		assertThat(this.store.rollBack(CHANGE).deployment()).hasValue(three);
		assertThat(this.store.rollBack(CHANGE.of(4)).deployment()).hasValue(one);
		assertThat(this.node.number).isEqualTo(one);
		assertThat(this.store.history(1, OptionalLong.empty()).get(0).kind()).isEqualTo(LiveChange.Kind.ROLLED_BACK);
		assertThatExceptionOfType(UnknownDeploymentException.class).isThrownBy(() -> this.store.rollBack(CHANGE))
			.withMessageContaining("There is no deployment before 1");
	}

	@Test
	void aWorkflowIsTakenFromItsTriggerOnlyIfThatIsConfirmed() {
		this.store.makeLive(this.node.push("m2m m2m:token_generation\nlogin user:post_authentication"), CHANGE);
		long without = this.node.push("m2m m2m:token_generation");
		assertThatExceptionOfType(ConfirmationNeededException.class)
			.isThrownBy(() -> this.store.makeLive(without, CHANGE))
			.withMessageContaining("\"login\" would not run at user:post_authentication any more")
			.satisfies((ex) -> assertThat(ex.consequences())
				.containsExactly(Consequence.takesAway("login", "user:post_authentication")));
		assertThat(this.store.live().revision()).isEqualTo(1);
		assertThat(this.node.open).isEqualTo(1);
		assertThat(this.store.makeLive(without, CHANGE.confirm()).deployment()).hasValue(without);
		assertThat(this.store.rollBack(CHANGE).revision()).isEqualTo(3);
		long renamed = this.node.push("m2m m2m:token_generation\nother user:post_authentication");
		assertThat(this.store.makeLive(renamed, CHANGE).deployment()).hasValue(renamed);
	}

	@Test
	void aWorkflowWithoutItsVariableComesToLifeOnlyIfThatIsConfirmed() {
		this.store.makeLive(this.node.push("m2m t"), CHANGE);
		long missing = this.node.push("m2m t CRM_KEY");
		assertThatExceptionOfType(ConfirmationNeededException.class)
			.isThrownBy(() -> this.store.makeLive(missing, CHANGE))
			.satisfies((ex) -> assertThat(ex.consequences())
				.containsExactly(Consequence.missingVariable("m2m", "CRM_KEY")));
		this.store.makeLive(missing, CHANGE.confirm());
		long next = this.node.push("m2m t CRM_KEY more");
		assertThat(this.store.makeLive(next, CHANGE).deployment()).hasValue(next);
	}

	@Test
	void aWorkflowIsDeactivatedAndActivatedAlone() {
		this.store.makeLive(this.node.push("m2m t1\nlogin t2"), CHANGE);
		assertThatExceptionOfType(UnknownDeploymentException.class)
			.isThrownBy(() -> this.store.deactivate("none", CHANGE.confirm()));
		assertThatExceptionOfType(ConfirmationNeededException.class)
			.isThrownBy(() -> this.store.deactivate("login", CHANGE));
		LiveState live = this.store.deactivate("login", CHANGE.confirm());
		assertThat(live.deactivated()).containsExactly("login");
		assertThat(this.node.deactivated).containsExactly("login");
		StoreNode other = node();
		other.node.poll();
		assertThat(other.deactivated).containsExactly("login");
		this.store.makeLive(this.node.push("m2m t1\nlogin t2\nmore t3"), CHANGE);
		assertThat(this.node.deactivated).containsExactly("login");
		other.node.poll();
		assertThat(this.store.activate("login", CHANGE.of(3)).deactivated()).isEmpty();
		other.node.poll();
		assertThat(other.deactivated).isEmpty();
		assertThat(other.prepared).isEqualTo(2);
		assertThat(this.store.history(1, OptionalLong.empty()).get(0).workflow()).contains("login");
		assertThatExceptionOfType(UnknownDeploymentException.class)
			.isThrownBy(() -> this.store.activate("none", CHANGE));
	}

	@Test
	void everyNodeGetsThereAndReportsIt() {
		StoreNode other = node();
		long number = this.node.push("a t");
		this.store.makeLive(number, CHANGE);
		assertThat(other.node.poll()).isTrue();
		assertThat(other.number).isEqualTo(number);
		assertThat(other.node.poll()).isFalse();
		this.node.database.nodes().report("a", this.node.node.deployment(), this.node.node.revision(), null);
		other.database.nodes().report("b", other.node.deployment(), other.node.revision(), "It is slow");
		assertThat(this.store.nodes()).extracting(NodeStatus::node).containsExactly("a", "b");
		assertThat(this.store.nodes().get(0).hasReached(1)).isTrue();
		assertThat(this.store.nodes().get(1).hasReached(1)).isFalse();
		assertThat(this.store.nodes().get(1).problem()).contains("It is slow");
	}

	/** The row that it has read is an older one then, and nobody has written it back. */
	@Test
	void aPollThatAChangeOnTheSameNodeOvertakesFindsNothingWrong() {
		AtomicReference<Runnable> meanwhile = new AtomicReference<>();
		StoreNode busy = new StoreNode(new Interrupted(this.source, meanwhile), Database.keys("k1", Database.KEY));
		busy.store.makeLive(busy.push("one t"), CHANGE);
		long two = busy.push("two t");
		meanwhile.set(() -> busy.store.makeLive(two, CHANGE));
		busy.node.poll();
		assertThat(meanwhile).hasNullValue();
		assertThat(busy.node.problem()).isEmpty();
		assertThat(busy.number).isEqualTo(two);
	}

	@Test
	void aNodeThatStartsWhileAnotherOneMakesAChangeFindsNothingWrong() {
		AtomicReference<Runnable> meanwhile = new AtomicReference<>(
				() -> this.store.makeLive(this.node.push("one t"), CHANGE));
		StoreNode late = new StoreNode(new Interrupted(this.source, meanwhile), Database.keys("k1", Database.KEY));
		assertThat(late.database.live().readNewest(late.database.nodes()::newest).state().revision()).isEqualTo(1);
		assertThat(meanwhile).hasNullValue();
	}

	@Test
	void aNodeThatIsGoneIsShownAsThatAndForgottenAfterAWhile() {
		JdbcClient jdbc = JdbcClient.create(this.source);
		NodeRows nodes = this.node.database.nodes();
		nodes.report("a", OptionalLong.empty(), 0, null);
		jdbc.sql("update claimflow_node set seen = seen - interval '40' second").update();
		assertThat(this.store.nodes().get(0).gone()).isTrue();
		nodes.report("b", OptionalLong.empty(), 0, null);
		assertThat(this.store.nodes()).hasSize(2);
		jdbc.sql("update claimflow_node set seen = seen - interval '40' second where node = 'a'").update();
		nodes.report("b", OptionalLong.empty(), 0, null);
		assertThat(this.store.nodes()).extracting(NodeStatus::node).containsExactly("b");
	}

	@Test
	void aNodeThatCannotRunWhatIsLiveGoesOnWithWhatItRuns() {
		long good = this.node.push("good t");
		this.store.makeLive(good, CHANGE);
		StoreNode other = node();
		other.node.poll();
		long broken = this.node.push("broken t");
		assertThatExceptionOfType(RefusedDeploymentException.class)
			.isThrownBy(() -> this.store.makeLive(broken, CHANGE))
			.withMessageContaining("It is broken");
		writeLive(broken);
		other.node.poll();
		assertThat(other.number).isEqualTo(good);
		assertThat(other.node.problem().orElseThrow()).contains("It is broken");
		assertThat(other.node.revision()).isEqualTo(1);
		int prepared = other.prepared;
		assertThat(other.node.poll()).isFalse();
		other.nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
		assertThat(other.node.poll()).isFalse();
		assertThat(other.prepared).isEqualTo(prepared);
		assertThat(other.store.makeLive(this.node.push("better t"), CHANGE.of(2)).revision()).isEqualTo(3);
		assertThat(other.node.problem()).isEmpty();
	}

	/** As a node of another release would, which can run it. */
	private void writeLive(long number) {
		LiveRows live = this.node.database.live();
		LiveRows.LiveRow before = live.read();
		live.update(before, OptionalLong.of(number), Optional.of(this.store.find(number).orElseThrow().digest()),
				Set.of(), false, LiveChange.Kind.DEPLOYED, Optional.empty(), CHANGE);
	}

	@Test
	void theHistoryIsBounded() {
		DeploymentProperties properties = StoreNode.properties(100);
		StoreNode few = new StoreNode(this.source, Database.keys("k1", Database.KEY),
				new DeploymentProperties(true, 100, 10, 2, 100, properties.maximumSize(), null,
						properties.pollInterval(), properties.pollBackOff(), properties.pollTimeout(),
						properties.nodeTimeout(), properties.previewLifetime(), properties.artifact()));
		for (int i = 0; i < 4; i++) {
			few.store.makeLive(few.push("w" + i + " t"), CHANGE);
		}
		assertThat(this.store.history(10, OptionalLong.empty())).extracting(LiveChange::revision)
			.containsExactly(4L, 3L);
	}

	@Test
	void aFullDatabaseIsSaid() {
		if (this.database != Database.POSTGRESQL) {
			return;
		}
		JdbcClient jdbc = JdbcClient.create(this.source);
		jdbc.sql("""
				create function no_room() returns trigger as $$ begin
				  raise exception 'could not extend file' using errcode = '53100'; end $$ language plpgsql
				""").update();
		jdbc.sql("create trigger full_disk before insert on claimflow_deployment execute function no_room()").update();
		assertThatExceptionOfType(DeploymentStoreException.class).isThrownBy(() -> this.node.push("a t"))
			.withMessageContaining("no room left (SQLState 53100)");
		jdbc.sql("drop trigger full_disk on claimflow_deployment").update();
		assertThat(this.node.push("a t")).isEqualTo(1);
	}

	@Test
	void aDatabaseWithoutTheTablesIsSaid() {
		StoreNode bare = new StoreNode(this.database.bare(), Database.keys("k1", Database.KEY));
		assertThatExceptionOfType(DeploymentStoreException.class).isThrownBy(() -> bare.store.live())
			.withMessageContaining("lacks tables of Claimflow")
			.withMessageContaining("claimflow.jdbc.initialize-schema=always");
	}

	/** A database between whose answer and the next step something happens, once. */
	private static final class Interrupted extends DelegatingDataSource {

		private final AtomicReference<Runnable> meanwhile;

		Interrupted(DataSource source, AtomicReference<Runnable> meanwhile) {
			super(source);
			this.meanwhile = meanwhile;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
					new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
						finally {
							Runnable once = method.getName().equals("close") ? this.meanwhile.getAndSet(null) : null;
							if (once != null) {
								once.run();
							}
						}
					});
		}

	}

	private interface Numbered<T> {

		T call(int number) throws Exception;

	}

	private static <T> List<T> atOnce(int count, Numbered<T> work) throws Exception {
		CyclicBarrier together = new CyclicBarrier(count);
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			List<Callable<T>> calls = IntStream.range(0, count).<Callable<T>>mapToObj((i) -> () -> {
				together.await();
				return work.call(i);
			}).toList();
			List<T> ends = new ArrayList<>();
			for (Future<T> end : threads.invokeAll(calls)) {
				ends.add(Objects.requireNonNull(end.get()));
			}
			return ends;
		}
		finally {
			threads.shutdownNow();
		}
	}

}
