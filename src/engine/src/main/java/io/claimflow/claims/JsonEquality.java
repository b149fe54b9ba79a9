package io.claimflow.claims;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Whether two JSON values are the same to JavaScript, which has one type of number.
 */
public final class JsonEquality {

	private JsonEquality() {
	}

	/** Whether two values are the same, in them too. */
	public static boolean same(@Nullable Object one, @Nullable Object other) {
		if (one instanceof Number a && other instanceof Number b) {
			return Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0) == 0;
		}
		if (one instanceof List<?> a && other instanceof List<?> b) {
			return sameElements(a, b);
		}
		if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
			return a.size() == b.size() && a.entrySet()
				.stream()
				.allMatch((entry) -> b.containsKey(entry.getKey()) && same(entry.getValue(), b.get(entry.getKey())));
		}
		return Objects.equals(one, other);
	}

	private static boolean sameElements(List<?> one, List<?> other) {
		if (one.size() != other.size()) {
			return false;
		}
		Iterator<?> rest = other.iterator();
		for (Object element : one) {
			if (!same(element, rest.next())) {
				return false;
			}
		}
		return true;
	}

}
