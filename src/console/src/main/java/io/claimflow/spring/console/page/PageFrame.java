package io.claimflow.spring.console.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.web.servlet.function.ServerRequest;

/**
 * What is around each page of one request.
 *
 * @param known who looks at it; empty if that is nobody who may
 * @param sections the entries of the navigation
 * @param assets the paths of scripts and styles by their names
 */
public record PageFrame(Optional<Viewer> known, List<ConsoleSection> sections, Map<String, String> assets) {

	private static final String ATTRIBUTE = PageFrame.class.getName();

	public PageFrame {
		sections = List.copyOf(sections);
		assets = Map.copyOf(assets);
	}

	/** The frame of a request. */
	public static PageFrame of(ServerRequest request) {
		return (PageFrame) request.attribute(ATTRIBUTE)
			.orElseThrow(() -> new IllegalStateException("The request has gone past the console's servlet"));
	}

	/** Keeps this frame for what answers a request. */
	public void keep(ServerRequest request) {
		request.attributes().put(ATTRIBUTE, this);
	}

	/** Who looks at the page, and may do so. */
	public Viewer viewer() {
		return this.known.orElseThrow(() -> new IllegalStateException("Nobody who may has asked for the page"));
	}

}
