package io.claimflow.spring.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import io.claimflow.Workflow;
import io.claimflow.spring.runlog.RunSlot;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.RunTimes;

/**
 * Figures of the runs of all nodes, which the run log has. What is over does not change,
 * so it is counted once.
 */
public final class LoggedFigures implements RunFigures {

	/** The length of a slot. */
	static final Duration SLOT = Duration.ofMinutes(5);

	/** The slots of an hour. */
	static final int SLOTS = 12;

	/** Nodes write runs a little later than they end. */
	private static final Duration LATE = Duration.ofMinutes(1);

	private final RunStore runs;

	private final InstantSource clock;

	private final TreeMap<Instant, List<RunSlot>> over = new TreeMap<>();

	/** Creates figures of a run log. */
	public LoggedFigures(RunStore runs, InstantSource clock) {
		this.runs = runs;
		this.clock = clock;
	}

	@Override
	public String source() {
		return "log";
	}

	@Override
	public List<RunFigure> since(Instant from, Collection<Workflow> workflows) {
		List<RunSlot> slots = slots(from);
		List<RunFigure> figures = new ArrayList<>();
		for (Workflow workflow : workflows) {
			String trigger = workflow.trigger().id();
			List<RunSlot> mine = slots.stream()
				.filter((slot) -> slot.workflow().equals(workflow.id()) && slot.trigger().equals(trigger))
				.toList();
			if (!mine.isEmpty()) {
				RunTimes times = this.runs.times(trigger, workflow.id(), from)
					.orElse(new RunTimes(0, Duration.ZERO, Duration.ZERO));
				figures.add(new RunFigure(trigger, workflow.id(), sum(mine, RunSlot::runs), sum(mine, RunSlot::failed),
						sum(mine, RunSlot::denied), times.median(), times.slow(), mine));
			}
		}
		return figures;
	}

	private static long sum(List<RunSlot> slots, ToLongFunction<RunSlot> number) {
		return slots.stream().mapToLong(number).sum();
	}

	private List<RunSlot> slots(Instant from) {
		Instant now = this.clock.instant();
		List<RunSlot> slots = new ArrayList<>();
		int known = 0;
		synchronized (this.over) {
			this.over.headMap(from).clear();
			List<RunSlot> next = this.over.get(from);
			while (next != null && known < SLOTS) {
				slots.addAll(next);
				known++;
				next = this.over.get(from.plus(SLOT.multipliedBy(known)));
			}
		}
		if (known == SLOTS) {
			return slots;
		}
		List<RunSlot> asked = this.runs.slots(from.plus(SLOT.multipliedBy(known)), SLOT, SLOTS - known);
		slots.addAll(asked);
		synchronized (this.over) {
			for (int i = known; i < SLOTS; i++) {
				Instant slot = from.plus(SLOT.multipliedBy(i));
				if (slot.plus(SLOT).plus(LATE).isBefore(now)) {
					this.over.put(slot, asked.stream().filter((one) -> one.from().equals(slot)).toList());
				}
			}
		}
		return slots;
	}

}
