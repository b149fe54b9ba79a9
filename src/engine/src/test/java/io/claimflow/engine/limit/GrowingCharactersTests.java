package io.claimflow.engine.limit;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of characters that become several in another case is the virtual machine's.
 */
class GrowingCharactersTests {

	@Test
	void theCharactersThatBecomeSeveralInAnotherCaseAreKnown() {
		assertThat(IntStream.rangeClosed(0, Character.MAX_VALUE).filter(TextLimit::grows).toArray())
			.hasSizeGreaterThan(100)
			.containsExactly(IntStream.rangeClosed(0, Character.MAX_VALUE).filter(TextLimit::isKnownToGrow).toArray());
	}

}
