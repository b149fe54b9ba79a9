package io.claimflow.engine.limit;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The origin of a source of the script engine, as its URI tells it: the engine itself or
 * an author. The URI of an author's source also tells which operations its code can have,
 * so that only those are instrumented.
 */
public final class SourceOrigin {

	private static final String SCHEME = "claimflow";

	private static final String AUTHORS = "workflow";

	private static final String GROWING = "-growing";

	private static final String SPREADING = "-spreading";

	private static final String DELETING = "-deleting";

	private static final String COMPARING = "-comparing";

	private SourceOrigin() {
	}

	/** The URI of a source of the engine's own. */
	public static URI own(String name) {
		return URI.create(SCHEME + ":" + name);
	}

	/**
	 * The URI of a source of an author's.
	 * @param name the path of the file
	 * @param code its code
	 * @param numbers whether code of the author has a {@code BigInt}: to look at each
	 * comparison makes loops half as slow again
	 */
	public static URI author(String name, String code, boolean numbers) {
		String scheme = AUTHORS + (numbers ? COMPARING : "") + (BigIntLimit.concerns(code) ? GROWING : "")
				+ (PropertyLimit.concerns(code) ? SPREADING : "") + (PropertyTables.concerns(code) ? DELETING : "");
		try {
			return new URI(scheme, name, null);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("The name of a source is no path: " + name, ex);
		}
	}

	/** Whether the name of a source, as stacks show it, is that of the engine's own. */
	public static boolean isOwn(String name) {
		return name.startsWith(SCHEME + ":");
	}

	/** Whether a source is the engine's own: no file of an author's has such a URI. */
	public static boolean isOwn(URI source) {
		return SCHEME.equals(source.getScheme());
	}

	/** Whether a source of that URI is one in which numbers may grow. */
	static boolean isGrowing(URI source) {
		return has(source, GROWING);
	}

	/** Whether code has a {@code BigInt}, or makes one. */
	public static boolean hasBigInt(String code) {
		return BigIntLimit.hasOrigin(code);
	}

	/**
	 * Whether a source of that URI is one in which numbers may be compared with texts.
	 */
	static boolean isComparing(URI source) {
		return has(source, COMPARING);
	}

	/** Whether a source of that URI is one in which properties may be copied. */
	static boolean isSpreading(URI source) {
		return has(source, SPREADING);
	}

	/** Whether a source of that URI is one in which properties may be deleted. */
	static boolean isDeleting(URI source) {
		return has(source, DELETING);
	}

	private static boolean has(URI source, String mark) {
		String scheme = source.getScheme();
		return scheme != null && scheme.startsWith(AUTHORS) && scheme.contains(mark);
	}

}
