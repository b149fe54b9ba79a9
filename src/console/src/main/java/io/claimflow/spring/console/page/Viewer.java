package io.claimflow.spring.console.page;

import org.springframework.web.servlet.function.ServerRequest;

/**
 * The one who looks at a page, and may do so.
 *
 * @param name the name that the application knows
 * @param mayChange whether what pages show may be changed
 * @param mayShowValues whether values of claims may be seen
 */
public record Viewer(String name, boolean mayChange, boolean mayShowValues) {

	/** Who makes a request. */
	public static Viewer of(ServerRequest request) {
		return PageFrame.of(request).viewer();
	}

	/** The name that the history of a change has. */
	public String by() {
		return "user:" + this.name;
	}

}
