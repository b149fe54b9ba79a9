package io.claimflow.cache;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemoryTokenStore}.
 */
class InMemoryTokenStoreTests {

	private final InMemoryTokenStore store = new InMemoryTokenStore();

	private void save(String key) {
		this.store.save(key, new StoredToken("token of " + key, Instant.EPOCH));
	}

	@Test
	void aTokenTakesThePlaceOfTheOneBefore() {
		save("a");
		StoredToken newer = new StoredToken("newer", Instant.MAX);
		this.store.save("a", newer);
		assertThat(this.store.find("a")).contains(newer);
		assertThat(this.store.find("b")).isEmpty();
	}

	@Test
	void oneTooManyTakesThePlaceOfTheOneThatWasUnusedLongest() {
		for (int i = 0; i < InMemoryTokenStore.MAXIMUM; i++) {
			save("key " + i);
		}
		assertThat(this.store.find("key 0")).isPresent();
		save("one too many");
		assertThat(this.store.find("key 1")).isEmpty();
		assertThat(this.store.find("key 0")).isPresent();
		assertThat(this.store.find("key 2")).isPresent();
		assertThat(this.store.find("one too many")).isPresent();
	}

	@Test
	void aTokenIsNotShown() {
		assertThat(new StoredToken("secret", Instant.EPOCH)).hasToString("StoredToken[expiresAt=1970-01-01T00:00:00Z]");
	}

}
