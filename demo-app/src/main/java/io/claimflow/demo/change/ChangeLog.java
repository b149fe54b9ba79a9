package io.claimflow.demo.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.run.WorkflowRunListener;

import org.springframework.stereotype.Component;

/**
 * Remembers what the newest runs did to tokens. A run is found by the {@code jti} of the
 * access token (RFC 7519, section 4.1.7). It is the run of the ID token too: one run
 * edits both, at a time when the ID token has no {@code jti} yet.
 */
@Component
public class ChangeLog implements WorkflowRunListener {

	static final int CAPACITY = 1000;

	private final Map<String, TokenChanges> byTokenId = Collections
		.synchronizedMap(new LinkedHashMap<>(CAPACITY + 1, 1) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, TokenChanges> eldest) {
				return size() > CAPACITY;
			}

		});

	@Override
	public void ran(WorkflowRun run) {
		TokenChanges changes = TokenChanges.of(run);
		run.before().tokens().values().forEach((claims) -> {
			if (claims.get("jti") instanceof String tokenId) {
				this.byTokenId.put(tokenId, changes);
			}
		});
	}

	/**
	 * What a workflow did to the tokens that were issued together with an access token.
	 * @param tokenId the {@code jti} of the access token
	 * @return the changes, or empty if no workflow ran or it is too long ago
	 */
	public Optional<TokenChanges> find(String tokenId) {
		return Optional.ofNullable(this.byTokenId.get(tokenId));
	}

}
