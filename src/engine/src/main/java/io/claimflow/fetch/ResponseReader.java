package io.claimflow.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer, and no more of it than its limit.
 */
final class ResponseReader {

	private static final String BYTE_ORDER_MARK = "\ufeff";

	private ResponseReader() {
	}

	static FetchResponse read(ClassicHttpResponse response, Target source, int limit, FetchBudget budget)
			throws IOException, FetchException {
		Map<String, String> headers = new LinkedHashMap<>();
		for (Header header : response.getHeaders()) {
			headers.merge(header.getName().toLowerCase(Locale.ROOT),
					(header.getValue() != null) ? header.getValue() : "", (one, other) -> one + ", " + other);
		}
		return new FetchResponse(response.getCode(), headers, text(response, headers, source, limit, budget));
	}

	private static String text(ClassicHttpResponse response, Map<String, String> headers, Target source, int limit,
			FetchBudget budget) throws IOException, FetchException {
		HttpEntity entity = response.getEntity();
		if (entity == null) {
			return "";
		}
		InputStream content = decoded(entity.getContent(), headers.getOrDefault("content-encoding", ""), source);
		byte[] bytes = content.readNBytes(limit);
		measure(bytes.length + ((content.read() >= 0) ? 1 : 0), source, limit, budget);
		// Gives the connection back; if the body was not read, that would wait for its
		// end
		content.close();
		String text = new String(bytes, charset(headers.get("content-type")));
		return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

	/**
	 * Takes the size of a body.
	 * @throws FetchException if it is more than an answer, or the calls of a run, may
	 * have
	 */
	static void measure(int length, Target source, int limit, FetchBudget budget) throws FetchException {
		if (length > limit) {
			throw new FetchException(FetchFailure.ANSWER, "The answer of " + source.origin() + " is longer than "
					+ limit + " bytes: ask for less, or an operator raises claimflow.fetch.response-bytes");
		}
		budget.take(FetchFailure.ANSWER, length);
	}

	/** Codings in several layers are refused: they grow by a factor of 1000 each. */
	private static InputStream decoded(InputStream content, String coding, Target source)
			throws IOException, FetchException {
		return switch (coding.toLowerCase(Locale.ROOT)) {
			case "", "identity" -> content;
			case "gzip", "x-gzip" -> gunzipped(content);
			default -> throw new FetchException(FetchFailure.ANSWER, "The answer of " + source.origin()
					+ " is compressed in another way than gzip: leave out the header 'Accept-Encoding' or ask for gzip");
		};
	}

	/** A server may say that nothing is compressed. */
	private static InputStream gunzipped(InputStream content) throws IOException {
		PushbackInputStream start = new PushbackInputStream(content);
		int first = start.read();
		if (first < 0) {
			return start;
		}
		start.unread(first);
		return new GZIPInputStream(start);
	}

	private static Charset charset(@Nullable String contentType) {
		ContentType type = ContentType.parseLenient(contentType);
		Charset charset = (type != null) ? type.getCharset() : null;
		return (charset != null) ? charset : StandardCharsets.UTF_8;
	}

}
