package io.claimflow.engine.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the threads of a script engine at their safepoints: between two steps of a
 * script, where they hold nothing that another script could need.
 */
public final class Safepoints {

	private final TruffleInstrument.Env environment;

	Safepoints(TruffleInstrument.Env environment) {
		this.environment = environment;
	}

	/** The safepoints of one context, in which the current thread may run. */
	public OfContext of(Context context) {
		context.enter();
		try {
			return new OfContext(Objects.requireNonNull(this.environment.getEnteredContext()));
		}
		finally {
			context.leave();
		}
	}

	/**
	 * Looks through the stack of the script that has called the current thread, innermost
	 * first.
	 * @param find says what a place is, or empty to look on
	 * @return what was found first, or empty
	 */
	public static <T> Optional<T> find(Function<Place, Optional<T>> find) {
		T found = Truffle.getRuntime()
			.iterateFrames((frame) -> Look.place(frame, frame.getCallNode(), false).flatMap(find).orElse(null));
		return Optional.ofNullable(found);
	}

	/** The safepoints of one context. */
	public final class OfContext {

		private final TruffleContext context;

		private OfContext(TruffleContext context) {
			this.context = context;
		}

		/**
		 * Lets a thread wait at its next safepoint. If the context is cancelled, the wait
		 * is interrupted.
		 * @param thread the thread
		 * @param wait what waits
		 * @return is done once the thread has waited, and at once if it is not in the
		 * context
		 */
		public Future<?> submit(Thread thread, Wait wait) {
			return submit(thread, new Action(wait));
		}

		/**
		 * Asks a thread where it is, at its next safepoint.
		 * @param places takes the stack of the author's code, innermost first
		 * @return is done once it has told, and at once if it is not in the context
		 */
		public Future<?> locate(Thread thread, Consumer<List<Place>> places) {
			return submit(thread, new Look(places));
		}

		private Future<?> submit(Thread thread, ThreadLocalAction action) {
			try {
				return Safepoints.this.environment.submitThreadLocal(this.context, new Thread[] { thread }, action);
			}
			catch (IllegalStateException ex) {
				// It has been closed meanwhile.
				return CompletableFuture.completedFuture(null);
			}
		}

	}

	private static final class Look extends ThreadLocalAction {

		private static final int FRAMES = 20;

		private final Consumer<List<Place>> places;

		Look(Consumer<List<Place>> places) {
			super(false, false);
			this.places = places;
		}

		@Override
		protected void perform(Access access) {
			List<Place> stack = new ArrayList<>();
			AtomicReference<@Nullable Node> inner = new AtomicReference<>(access.getLocation());
			Truffle.getRuntime().iterateFrames((frame) -> {
				Node first = inner.getAndSet(null);
				place(frame, (first != null) ? first : frame.getCallNode(), first != null).ifPresent(stack::add);
				return (stack.size() < FRAMES) ? null : stack;
			});
			this.places.accept(stack);
		}

		/**
		 * An async function has a frame of its own around the frame of its body, and code
		 * of the engine's is no place.
		 */
		private static Optional<Place> place(FrameInstance frame, @Nullable Node node, boolean first) {
			RootNode root = ((RootCallTarget) frame.getCallTarget()).getRootNode();
			SourceSection section = (node != null) ? node.getEncapsulatingSourceSection() : null;
			if (section == null || !section.isAvailable() || SourceOrigin.isOwn(section.getSource().getName())
					|| (!first && section.equals(root.getSourceSection()))) {
				return Optional.empty();
			}
			return Optional.of(new Place(String.valueOf(root.getName()), section.getSource().getName(),
					section.getStartLine(), section.getStartColumn()));
		}

	}

	/**
	 * A place in the author's code.
	 *
	 * @param function the name of the function
	 * @param source the name of the source
	 * @param line the line, from 1
	 * @param column the column, from 1
	 */
	public record Place(String function, String source, int line, int column) {

	}

	/** What lets a thread wait. */
	@FunctionalInterface
	public interface Wait {

		void await() throws InterruptedException;

	}

	private static final class Action extends ThreadLocalAction {

		private final Wait wait;

		Action(Wait wait) {
			super(false, false);
			this.wait = wait;
		}

		@Override
		protected void perform(Access access) {
			TruffleSafepoint.setBlockedThreadInterruptible(access.getLocation(), Wait::await, this.wait);
		}

	}

}
