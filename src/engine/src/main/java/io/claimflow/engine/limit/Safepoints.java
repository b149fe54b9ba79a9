package io.claimflow.engine.limit;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import org.graalvm.polyglot.Context;

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
			try {
				return Safepoints.this.environment.submitThreadLocal(this.context, new Thread[] { thread },
						new Action(wait));
			}
			catch (IllegalStateException ex) {
				// It has been closed meanwhile.
				return CompletableFuture.completedFuture(null);
			}
		}

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
