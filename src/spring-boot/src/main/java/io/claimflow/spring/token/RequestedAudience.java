package io.claimflow.spring.token;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads for whom a token is asked: {@code audience}, or {@code resource} of RFC 8707.
 */
final class RequestedAudience {

	private static final String AUDIENCE = "audience";

	private static final String RESOURCE = "resource";

	private RequestedAudience() {
	}

	/** The audiences among the parameters of a request, as they were sent. */
	static Set<String> of(Map<String, ?> parameters) {
		Set<String> audiences = new LinkedHashSet<>(texts(parameters.get(AUDIENCE)));
		audiences.addAll(texts(parameters.get(RESOURCE)));
		return audiences;
	}

	/** The audiences among the parameters; clients of Kinde's put several into one. */
	static Set<String> each(Map<String, ?> parameters) {
		Set<String> audiences = new LinkedHashSet<>();
		texts(parameters.get(AUDIENCE)).forEach((text) -> audiences.addAll(Arrays.asList(text.trim().split("\\s+"))));
		audiences.addAll(texts(parameters.get(RESOURCE)));
		audiences.remove("");
		return audiences;
	}

	/** The texts of a parameter or claim. */
	static Set<String> texts(@Nullable Object value) {
		Set<String> texts = new LinkedHashSet<>();
		if (value instanceof String string) {
			texts.add(string);
		}
		else if (value instanceof Object[] array) {
			Arrays.stream(array).map(String::valueOf).forEach(texts::add);
		}
		else if (value instanceof Collection<?> collection) {
			collection.stream().map(String::valueOf).forEach(texts::add);
		}
		return texts;
	}

}
