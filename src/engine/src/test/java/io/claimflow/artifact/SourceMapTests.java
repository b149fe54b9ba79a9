package io.claimflow.artifact;

import java.util.List;
import java.util.Optional;

import io.claimflow.SourceLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for reading source maps.
 */
class SourceMapTests {

	private static SourceMap map(String mappings) {
		return new SourceMap(List.of("a.ts", "b.ts"), mappings);
	}

	/**
	 * Line 0 has a.ts 1:1 at column 0, a.ts 1:5 at 8, and code of no source from 12 on;
	 * line 1 has nothing; line 2 has b.ts 21:3 at column 4 and, with a name, a.ts 20:1 at
	 * 20.
	 */
	@ParameterizedTest
	@CsvSource(textBlock = """
			0, 0,    a.ts:1:1
			0, 7,    a.ts:1:1
			0, 8,    a.ts:1:5
			0, 11,   a.ts:1:5
			0, 12,
			0, 500,
			1, 0,
			1, 9,
			2, 3,
			2, 4,    b.ts:21:3
			2, 19,   b.ts:21:3
			2, 20,   a.ts:20:1
			3, 0,
			-1, 0,
			""")
	void aPlaceIsTheOneOfTheLastSegmentOfItsLine(int line, int column, String place) {
		assertThat(map("AAAA,QAAI,I;;ICoBF,gBDDFA").at(line, column).map(SourceLocation::toString))
			.isEqualTo(Optional.ofNullable(place));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";;;", "!!!!", "AAAAAAAAAAA", "A", "////////////////", "AEAA", "ADAA" })
	void aMapThatIsDamagedHasNoPlacesOrWrongOnesAndThrowsNothing(String mappings) {
		for (int line = 0; line < 3; line++) {
			assertThat(map(mappings).at(line, 3).map(SourceLocation::file))
				.satisfiesAnyOf((file) -> assertThat(file).isEmpty(), (file) -> assertThat(file).hasValue("a.ts"));
		}
	}

	@Test
	void aLongMapIsReadToItsEnd() {
		String mappings = "AAAA" + ",IAAI".repeat(100_000) + (";" + "AACA").repeat(1_000);
		assertThat(map(mappings).at(0, 400_000)).contains(new SourceLocation("a.ts", 1, 400_001));
		assertThat(map(mappings).at(1_000, 0)).contains(new SourceLocation("a.ts", 1_001, 400_001));
	}

}
