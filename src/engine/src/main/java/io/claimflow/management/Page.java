package io.claimflow.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is ordered by a key.
 *
 * @param entries the entries
 * @param next the key after which the next page begins, or null if this is the last
 */
record Page<T>(List<T> entries, @Nullable String next) {

	/** The number of entries of a page, unless the caller asks for fewer. */
	private static final int SIZE = 500;

	/**
	 * The page that a call asks for by {@code page_size} and {@code next_token}.
	 * @param list lists entries
	 * @param key the key of an entry
	 */
	static <T> Page<T> read(ApiRequest request, Lister<T> list, Function<T, String> key) {
		int size = RequestReader.pageSize(request, SIZE);
		List<T> found = list.list(RequestReader.optionalParameter(request, "next_token").orElse(""), size + 1);
		return (found.size() > size) ? new Page<>(found.subList(0, size), key.apply(found.get(size - 1)))
				: new Page<>(found, null);
	}

	/** The member of a response that says where to go on. */
	Map<String, @Nullable Object> end() {
		Map<String, @Nullable Object> end = new LinkedHashMap<>();
		end.put("next_token", this.next);
		return end;
	}

	/** A source of entries in the order of their keys. */
	@FunctionalInterface
	interface Lister<T> {

		List<T> list(String after, int maximum);

	}

}
