package io.claimflow.engine;

import java.util.ArrayList;
import java.util.List;

import io.claimflow.SourceLocation;
import io.claimflow.project.Project;

/**
 * Source files in which a {@code ¦} marks each place that a test expects to be named. The
 * files that are compiled do not have the marks.
 *
 * @param project the files without the marks
 * @param places the marked places, in the order of the files and within them
 */
public record MarkedSources(Project project, List<SourceLocation> places) {

	private static final String MARK = "¦";

	/** Reads files and sources in turn, or one source alone of a workflow file. */
	public static MarkedSources of(String... filesAndSources) {
		String[] all = (filesAndSources.length == 1) ? new String[] { TestWorkflow.FILE, filesAndSources[0] }
				: filesAndSources.clone();
		List<SourceLocation> places = new ArrayList<>();
		for (int i = 0; i < all.length; i += 2) {
			for (int at = all[i + 1].indexOf(MARK); at >= 0; at = all[i + 1].indexOf(MARK)) {
				String before = all[i + 1].substring(0, at);
				int line = (int) before.chars().filter((unit) -> unit == '\n').count() + 1;
				places.add(new SourceLocation(all[i], line, at - before.lastIndexOf('\n')));
				all[i + 1] = before + all[i + 1].substring(at + 1);
			}
		}
		Project project = TestWorkflow.project(all);
		return new MarkedSources(project, List.copyOf(places));
	}

}
