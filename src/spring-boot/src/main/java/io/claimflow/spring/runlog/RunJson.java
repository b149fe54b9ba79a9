package io.claimflow.spring.runlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.claimflow.LogLine;
import io.claimflow.SourceLocation;
import io.claimflow.Warning;
import io.claimflow.claims.ClaimChange;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of the columns. Members that this release does not know are passed over, so
 * nodes of two releases share a table.
 */
final class RunJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((include) -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
		.build();

	/** The most bytes that a character has, escaped. */
	private static final int CHARACTER = 6;

	/** More than the bytes that an element of a list has beside its texts. */
	private static final int PART = 256;

	private final int bytes;

	/**
	 * Creates a writer.
	 * @param bytes the size of the detail of one run, as UTF-8
	 */
	RunJson(int bytes) {
		this.bytes = bytes;
	}

	String write(RunDetail detail) {
		return MAPPER.writeValueAsString(detail);
	}

	RunDetail detail(String json) {
		return MAPPER.readValue(json, RunDetail.class);
	}

	String write(RunValues values) {
		return MAPPER.writeValueAsString(values);
	}

	RunValues values(String json) {
		return MAPPER.readValue(json, RunValues.class);
	}

	/** The detail, or what fits of it. */
	RunDetail bounded(RunDetail detail) {
		if (isSmall(detail) || size(detail) <= this.bytes) {
			return detail;
		}
		RunDetail bare = cut(detail, detail.claims(), List.of());
		if (size(bare) > this.bytes) {
			bare = cut(detail,
					detail.claims().stream().filter((claim) -> claim.kind() != ClaimChange.Kind.KEPT).toList(),
					List.of());
		}
		int left = this.bytes - size(bare);
		if (left < 0) {
			return new RunDetail(List.of(), List.of(), List.of(), List.of(), List.of(), detail.failure(),
					detail.cached(), true);
		}
		return cut(detail, bare.claims(), fitting(detail.log(), left));
	}

	/**
	 * Whether the detail fits, whatever its characters are in JSON: most are far from the
	 * bound, and need not be written to know that.
	 */
	private boolean isSmall(RunDetail detail) {
		if (detail.failure().isPresent() || !detail.calls().isEmpty()) {
			return false;
		}
		long characters = 0;
		for (ClaimChange claim : detail.claims()) {
			characters += claim.name().length();
		}
		for (LogLine line : detail.log()) {
			characters += line.message().length() + file(line.location());
		}
		for (Warning warning : detail.warnings()) {
			characters += warning.message().length() + warning.claim().orElse("").length() + file(warning.location());
		}
		for (RecordedEffect effect : detail.effects()) {
			characters += effect.kind().length() + effect.field().orElse("").length()
					+ effect.text().orElse("").length();
		}
		long parts = 1L + detail.claims().size() + detail.log().size() + detail.warnings().size()
				+ detail.effects().size();
		return characters * CHARACTER + parts * PART <= this.bytes;
	}

	private static int file(Optional<SourceLocation> location) {
		return location.map((at) -> at.file().length()).orElse(0);
	}

	private static RunDetail cut(RunDetail detail, List<ClaimChange> claims, List<LogLine> log) {
		return new RunDetail(claims, detail.effects(), detail.warnings(), log, detail.calls(), detail.failure(),
				detail.cached(), true);
	}

	/** The first lines. */
	private static List<LogLine> fitting(List<LogLine> log, int bytes) {
		List<LogLine> fitting = new ArrayList<>();
		int left = bytes;
		for (LogLine line : log) {
			left -= MAPPER.writeValueAsBytes(line).length + 1;
			if (left < 0) {
				return fitting;
			}
			fitting.add(line);
		}
		return fitting;
	}

	private int size(RunDetail detail) {
		return write(detail).getBytes(StandardCharsets.UTF_8).length;
	}

}
