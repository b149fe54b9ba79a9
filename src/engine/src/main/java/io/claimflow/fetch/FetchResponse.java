package io.claimflow.fetch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a server answered; data only.
 *
 * @param status the status code
 * @param headers the values by name; names are in lower case, several values of a name
 * are joined with {@code ", "}
 * @param text the body, decoded by the charset of {@code Content-Type} or else as UTF-8
 * @param warning what the author should know of the answer, or null
 */
public record FetchResponse(int status, Map<String, String> headers, String text, @Nullable String warning) {

	public FetchResponse {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	/** A response that nothing is to be said of. */
	public FetchResponse(int status, Map<String, String> headers, String text) {
		this(status, headers, text, null);
	}

	FetchResponse withWarning(String warning) {
		return new FetchResponse(this.status, this.headers, this.text, warning);
	}

	/** The response without what may be secret: header values and text. */
	@Override
	public String toString() {
		return "FetchResponse[status=" + this.status + ", headers=" + this.headers.keySet() + ", text="
				+ this.text.length() + " characters]";
	}

}
