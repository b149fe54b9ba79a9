package io.claimflow.engine.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.InstrumentableNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import com.oracle.truffle.js.nodes.function.FunctionRootNode;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often each statement and function of authors' code is executed, for tests
 * that ask how much of it they reach. Until it is started, which has to be before the
 * engine has run anything, nothing is counted and no code is slower.
 */
public final class StatementCounts {

	/** Packages, and what tools add, are no files. */
	private static final Pattern FILE = Pattern.compile(".*\\.[mc]?[jt]sx?", Pattern.DOTALL);

	private final Instrumenter instrumenter;

	private final Map<Source, Map<Place, Count>> sources = new ConcurrentHashMap<>();

	StatementCounts(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	void start() {
		SourceSectionFilter filter = SourceSectionFilter.newBuilder()
			.tagIs(StandardTags.StatementTag.class, StandardTags.RootTag.class)
			.sourceIs((source) -> !SourceOrigin.isOwn(source.getURI()) && FILE.matcher(source.getName()).matches())
			.build();
		this.instrumenter.attachLoadSourceSectionListener(filter,
				(event) -> count(event.getNode(), event.getSourceSection()), true);
		this.instrumenter.attachExecutionEventFactory(filter, (event) -> {
			Count count = count(event.getInstrumentedNode(), event.getInstrumentedSourceSection());
			return (count != null) ? new Counter(count) : null;
		});
	}

	/** The counts so far become those of loading, and counting begins anew. */
	public void begin() {
		this.sources.values().forEach((places) -> places.values().forEach(Count::begin));
	}

	/** What was counted of each source, as often as it was loaded. */
	public List<Counted> counted() {
		List<Counted> counted = new ArrayList<>();
		this.sources.forEach((source, places) -> {
			List<Part> parts = new ArrayList<>();
			places.forEach((place, count) -> parts.add(new Part(count.function, place.line(), place.column(),
					count.whileLoading, count.executions.sum())));
			counted.add(new Counted(source.getName(), source.getCharacters().toString(), List.copyOf(parts)));
		});
		return counted;
	}

	/**
	 * Finds the count of a node. An async function has two roots: that of its body, which
	 * runs again after each {@code await}, has none.
	 */
	private @Nullable Count count(Node node, @Nullable SourceSection section) {
		boolean root = node instanceof InstrumentableNode tagged && tagged.hasTag(StandardTags.RootTag.class);
		if (section == null || !section.isAvailable() || (root && !(node.getRootNode() instanceof FunctionRootNode))) {
			return null;
		}
		return this.sources.computeIfAbsent(section.getSource(), (source) -> new ConcurrentHashMap<>())
			.computeIfAbsent(new Place(section.getStartLine(), section.getStartColumn(), section.getCharLength(), root),
					(place) -> new Count(root ? name(node) : null));
	}

	private static String name(Node node) {
		RootNode root = node.getRootNode();
		return (root == null) ? "" : String.valueOf(root.getName());
	}

	/**
	 * What was counted of a source.
	 *
	 * @param source the name of the source
	 * @param code its text
	 * @param parts its functions and statements
	 */
	public record Counted(String source, String code, List<Part> parts) {

	}

	/**
	 * A function or a statement.
	 *
	 * @param function the name of the function, or null for a statement
	 * @param line the line where it begins, from 1
	 * @param column the column where it begins, from 1
	 * @param whileLoading how often it was executed before counting began anew
	 * @param executions how often it was executed since
	 */
	public record Part(@Nullable String function, int line, int column, long whileLoading, long executions) {

	}

	private record Place(int line, int column, int length, boolean root) {

	}

	private static final class Count {

		private final @Nullable String function;

		private final LongAdder executions = new LongAdder();

		private volatile long whileLoading;

		Count(@Nullable String function) {
			this.function = function;
		}

		@TruffleBoundary
		void add() {
			this.executions.increment();
		}

		void begin() {
			this.whileLoading += this.executions.sumThenReset();
		}

	}

	private static final class Counter extends ExecutionEventNode {

		private final Count count;

		Counter(Count count) {
			this.count = count;
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			this.count.add();
		}

		/** It goes on after an {@code await}. */
		@Override
		protected void onResume(VirtualFrame frame) {
			// It was counted when it began.
		}

	}

}
