package io.claimflow.engine.limit;

import java.util.Set;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often a thread has asked for the time, or for chance, by what is built into
 * JavaScript.
 */
public final class ClockReads {

	private static final String DATE = "Date";

	private static final Set<String> READS = Set.of(DATE, "Date.now", "Math.random", "DateTimeFormat");

	private final ThreadLocal<long[]> counts = ThreadLocal.withInitial(() -> new long[1]);

	private final Instrumenter instrumenter;

	ClockReads(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/** Begins, before the engine has run anything. */
	void start() {
		this.instrumenter.attachExecutionEventFactory(
				SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build(), (function) -> {
					String name = OperationGuard.member(function, "name");
					return READS.contains(name) ? new Read(name.equals(DATE)) : null;
				});
	}

	/** How often the calling thread has asked so far. */
	public long count() {
		return this.counts.get()[0];
	}

	@TruffleBoundary
	private void add() {
		this.counts.get()[0]++;
	}

	/** One of the functions. */
	private final class Read extends ExecutionEventNode {

		private final boolean date;

		Read(boolean date) {
			this.date = date;
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			if (!(this.date && isGiven(frame.getArguments()))) {
				add();
			}
		}

		/**
		 * Whether the time is given: {@code new Date(value)}. A class that extends
		 * {@code Date} hands itself on as the first argument.
		 */
		private static boolean isGiven(Object[] arguments) {
			@Nullable Object first = OperationGuard.argument(arguments, 0);
			return JSArguments.getThisObject(arguments) == JSFunction.CONSTRUCT && first != null
					&& !(first instanceof JSFunctionObject);
		}

	}

}
