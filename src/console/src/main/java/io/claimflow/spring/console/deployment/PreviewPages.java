package io.claimflow.spring.console.deployment;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.store.DeploymentException;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.MadePreview;
import io.claimflow.spring.deployment.store.StoredPreview;
import io.claimflow.spring.deployment.store.UnknownDeploymentException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages on which previews are made, looked at and revoked.
 */
final class PreviewPages {

	static final String PATH = DeploymentPages.PATH + "/previews";

	private final ConsolePages pages;

	private final DeploymentStore store;

	private final InstantSource clock;

	PreviewPages(ConsolePages pages, DeploymentStore store, InstantSource clock) {
		this.pages = pages;
		this.store = store;
		this.clock = clock;
	}

	ServerResponse list(ServerRequest request) {
		List<MadePreview> all = this.store.previews(DeploymentPages.LISTED + 1, DeploymentPages.below(request));
		List<MadePreview> page = all.subList(0, Math.min(DeploymentPages.LISTED, all.size()));
		Instant now = this.clock.instant();
		Map<String, @Nullable Object> model = new HashMap<>();
		model.put("previews", page.stream().map((preview) -> Row.of(preview, now)).toList());
		model.put("next", (all.size() > DeploymentPages.LISTED) ? page.get(page.size() - 1).preview().number() : null);
		return this.pages.page(request, "previews", model);
	}

	ServerResponse revoke(ServerRequest request) {
		String reason = LiveChanges.reason(request);
		try {
			this.store.revokePreview(DeploymentPages.number(request.pathVariable("number")), Viewer.of(request).by(),
					reason);
			return this.pages.seeOther(request, PATH);
		}
		catch (UnknownDeploymentException ex) {
			throw new PageException(404, "no-preview");
		}
		catch (DeploymentException ex) {
			throw LiveChanges.refused(ex);
		}
	}

	ServerResponse make(ServerRequest request) {
		String user = LiveChanges.field(request, "user").strip();
		String minutes = LiveChanges.field(request, "minutes").strip();
		String reason = LiveChanges.reason(request);
		if (!minutes.matches("\\d{1,6}")) {
			throw new PageException(400, "bad-input", "\"minutes\" is no whole number");
		}
		try {
			StoredPreview preview = this.store.preview(DeploymentPages.number(request.pathVariable("number")),
					LiveChanges.field(request, "client").strip(), user.isEmpty() ? Optional.empty() : Optional.of(user),
					Optional.of(Duration.ofMinutes(Long.parseLong(minutes))), Viewer.of(request).by(), reason);
			Map<String, Object> model = new HashMap<>();
			model.put("preview", preview.preview());
			model.put("parameters", "claimflow_preview=%s&deploy_id=%d"
				.formatted(URLEncoder.encode(preview.token(), StandardCharsets.UTF_8), preview.preview().deployment()));
			return this.pages.page(request, 201, "preview", model);
		}
		catch (IllegalArgumentException ex) {
			throw new PageException(400, "bad-input", String.valueOf(ex.getMessage()));
		}
		catch (DeploymentException ex) {
			throw LiveChanges.refused(ex);
		}
	}

	/**
	 * A preview.
	 *
	 * @param made the preview
	 * @param state {@code open}, {@code over} or {@code revoked}
	 */
	record Row(MadePreview made, String state) {

		static Row of(MadePreview made, Instant now) {
			boolean over = !made.preview().expiresAt().isAfter(now);
			return new Row(made, made.revocation().isPresent() ? "revoked" : over ? "over" : "open");
		}

	}

}
