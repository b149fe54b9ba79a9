package io.claimflow.spring.console.runs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.spring.console.content.StoredContents;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.http.RefusedCallException;
import io.claimflow.spring.runlog.RunPage;
import io.claimflow.spring.runlog.RunRecord;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.RunSummary;
import io.claimflow.spring.runlog.RunValues;
import io.claimflow.spring.runlog.http.RunAudit;
import io.claimflow.spring.runlog.http.RunQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The pages of the run log: its runs, newest first, and each of them.
 */
public final class RunsPages {

	static final String PATH = ConsoleSection.ROOT + "/runs";

	private static final Logger logger = LoggerFactory.getLogger(RunsPages.class);

	private static final int LISTED = 50;

	private static final Map<String, Duration> TIMES = times();

	private final ConsolePages pages;

	private final @Nullable RunStore store;

	private final Limits limits;

	private final RunAudit audit;

	private final SourcePages sources;

	private final boolean stored;

	private final OtherPages others;

	private final InstantSource clock;

	/**
	 * Creates the pages.
	 * @param store the run log, or null if there is none
	 * @param deployments the deployments that this node runs
	 * @param contents what is in the deployments of the database, or null if there are
	 * none
	 * @param limits what a run may use
	 * @param audit says who has seen values
	 * @param others leads to other systems
	 */
	public RunsPages(ConsolePages pages, @Nullable RunStore store, Deployments deployments,
			@Nullable StoredContents contents, Limits limits, RunAudit audit, OtherPages others, InstantSource clock) {
		this.pages = pages;
		this.store = store;
		this.limits = limits;
		this.audit = audit;
		this.sources = new SourcePages(pages, deployments, contents, store);
		this.stored = contents != null;
		this.others = others;
		this.clock = clock;
	}

	private static Map<String, Duration> times() {
		Map<String, Duration> times = new LinkedHashMap<>();
		times.put("minutes", Duration.ofMinutes(15));
		times.put("hour", Duration.ofHours(1));
		times.put("day", Duration.ofDays(1));
		return times;
	}

	/** The section of the pages. */
	public ConsoleSection section() {
		return new ConsoleSection("runs", PATH,
				RouterFunctions.route()
					.GET(PATH, (request) -> list(request, "runs"))
					.GET(PATH + "/rows", (request) -> list(request, "run-rows"))
					.GET(SourcePages.PATH, this.sources::show)
					.GET(PATH + "/{id}", (request) -> run(request, false))
					.GET(PATH + "/{id}/values", (request) -> run(request, true))
					.build());
	}

	private ServerResponse list(ServerRequest request, String template) {
		Map<String, @Nullable Object> model = new HashMap<>();
		MultiValueMap<String, String> filters = new LinkedMultiValueMap<>();
		request.params()
			.forEach((name, values) -> values.stream().filter((value) -> !value.isBlank()).forEach((value) -> {
				if (!name.equals("below")) {
					filters.add(name, value);
				}
			}));
		model.put("filters", filters.toSingleValueMap());
		model.put("hasFilters", !filters.isEmpty());
		model.put("triggers", Trigger.builtIn().stream().map(Trigger::id).sorted().toList());
		model.put("statuses", Outcome.Status.values());
		model.put("rows", address(PATH + "/rows", filters));
		model.put("times", recent(filters));
		model.put("first", request.param("below").isEmpty());
		model.put("newest", address(PATH, filters));
		model.put("searched", false);
		model.put("runs", List.of());
		RunStore store = this.store;
		if (store == null) {
			model.put("state", "off");
			return this.pages.page(request, template, model);
		}
		try {
			MultiValueMap<String, String> all = new LinkedMultiValueMap<>(filters);
			request.param("below").ifPresent((below) -> all.add("below", below));
			RunQuery query = new RunQuery(all, "below");
			RunPage page = store.list(query.filter(), query.below(), LISTED);
			model.put("runs", page.runs());
			page.next().ifPresent((next) -> {
				MultiValueMap<String, String> older = new LinkedMultiValueMap<>(filters);
				older.add("below", String.valueOf(next));
				model.put("older", address(PATH, older));
				model.put("searched", page.runs().size() < LISTED);
			});
			model.put("state", "good");
			return this.pages.page(request, template, model);
		}
		catch (RefusedCallException ex) {
			model.put("state", "bad");
			model.put("problem", ex.getMessage());
			return this.pages.page(request, 400, template, model);
		}
		catch (DataAccessException ex) {
			logger.debug("Runs cannot be listed", ex);
			model.put("state", "away");
			return this.pages.page(request, 503, template, model);
		}
	}

	/** Addresses with the other filters and another begin. */
	private Map<String, String> recent(MultiValueMap<String, String> filters) {
		Map<String, String> recent = new LinkedHashMap<>();
		Instant now = Instant.ofEpochSecond(this.clock.instant().getEpochSecond());
		TIMES.forEach((name, time) -> {
			MultiValueMap<String, String> changed = new LinkedMultiValueMap<>(filters);
			changed.remove("to");
			changed.set("from", now.minus(time).toString());
			recent.put(name, address(PATH, changed));
		});
		return recent;
	}

	private static String address(String path, MultiValueMap<String, String> parameters) {
		UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
		List<String> values = new ArrayList<>();
		parameters.forEach((name, all) -> all.forEach((value) -> {
			address.queryParam("{n}", "{v}");
			values.add(name);
			values.add(value);
		}));
		return address.encode().buildAndExpand(values.toArray()).toUriString();
	}

	private ServerResponse run(ServerRequest request, boolean withValues) {
		String id = request.pathVariable("id");
		boolean mayShow = Viewer.of(request).mayShowValues();
		if (withValues && !mayShow) {
			throw new PageException(403, "no-values");
		}
		try {
			RunRecord run = Optional.ofNullable(this.store)
				.flatMap((store) -> store.find(id))
				.orElseThrow(() -> new PageException(404, "no-run"));
			Map<String, @Nullable Object> model = new HashMap<>();
			RunSummary summary = run.summary();
			RunValues values = withValues ? values(request, id) : null;
			model.put("run", summary);
			model.put("stored", this.stored);
			model.put("trace", this.others.traceOf(summary));
			model.put("log", this.others.logOf(summary));
			model.put("withValues", withValues);
			model.put("mayShow", mayShow && !withValues);
			model.put("hasValues", values != null);
			model.put("view", RunView.of(run.detail(), values, summary.duration(), summary.cpuTime(), this.limits,
					SourceLinks.of(summary.deployment())));
			return this.pages.page(request, "run", model);
		}
		catch (EncryptionException ex) {
			logger.warn("Values of the run {} cannot be read: {}", id.replaceAll("[^0-9a-f]", "?"), ex.getMessage());
			throw new PageException(409, "unreadable");
		}
		catch (DataAccessException ex) {
			logger.debug("A run cannot be read", ex);
			throw new PageException(503, "away");
		}
	}

	private @Nullable RunValues values(ServerRequest request, String id) {
		RunValues values = Objects.requireNonNull(this.store).values(id).orElse(null);
		this.audit.values(Viewer.of(request).by(), id);
		return values;
	}

}
