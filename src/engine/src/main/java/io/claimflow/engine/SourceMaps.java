package io.claimflow.engine;

import java.util.Arrays;
import java.util.List;

import io.claimflow.compile.SourceMapDecoder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads source maps with the library sourcemap-codec, in a realm of its own.
 */
final class SourceMaps implements SourceMapDecoder {

	private final Sandbox sandbox;

	SourceMaps(Sandbox sandbox) {
		this.sandbox = sandbox;
	}

	@Override
	public List<Mapping> decode(String sourceMap) {
		try (Realm realm = new Realm(this.sandbox)) {
			int[][] rows = JsonMapper.shared().readValue(realm.mappings(sourceMap), int[][].class);
			return Arrays.stream(rows).map((row) -> new Mapping(row[0], row[1], row[2], row[3])).toList();
		}
	}

}
