package io.claimflow.spring.console.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.claimflow.spring.runlog.RunSlot;

/**
 * A small chart: a column for each slot of the last hour, and the highest one is as high
 * as the chart.
 *
 * @param bars its bars, at most three above each other in a column
 */
record RunChart(List<Bar> bars) {

	static final int HEIGHT = 28;

	private static final int STEP = 8;

	private static final int WIDTH = 6;

	RunChart {
		bars = List.copyOf(bars);
	}

	/**
	 * Draws a chart.
	 * @param slots the slots of one workflow
	 * @param from the begin of the first slot
	 */
	static RunChart of(List<RunSlot> slots, Instant from) {
		long highest = slots.stream().mapToLong(RunSlot::runs).max().orElse(0);
		List<Bar> bars = new ArrayList<>();
		for (RunSlot slot : slots) {
			long x = (slot.from().getEpochSecond() - from.getEpochSecond()) / LoggedFigures.SLOT.toSeconds() * STEP;
			int failed = height(slot.failed(), highest);
			int denied = height(slot.denied(), highest);
			int others = Math.max(0, height(slot.runs(), highest) - failed - denied);
			int y = HEIGHT;
			for (Bar bar : List.of(new Bar("failed", x, 0, WIDTH, failed), new Bar("denied", x, 0, WIDTH, denied),
					new Bar("completed", x, 0, WIDTH, others))) {
				y -= bar.height();
				if (bar.height() > 0) {
					bars.add(new Bar(bar.kind(), x, y, WIDTH, bar.height()));
				}
			}
		}
		return new RunChart(bars);
	}

	/** What is there is seen, however little it is. */
	private static int height(long runs, long highest) {
		return (runs == 0) ? 0 : (int) Math.max(2, Math.round((double) runs * HEIGHT / highest));
	}

	/**
	 * A bar.
	 *
	 * @param kind how its runs ended
	 * @param x the distance from the left
	 * @param y the distance from the top
	 * @param width its width
	 * @param height its height
	 */
	record Bar(String kind, long x, int y, int width, int height) {

	}

}
