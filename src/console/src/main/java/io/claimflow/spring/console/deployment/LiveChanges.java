package io.claimflow.spring.console.deployment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.store.Change;
import io.claimflow.spring.deployment.store.ConfirmationNeededException;
import io.claimflow.spring.deployment.store.DeploymentConflictException;
import io.claimflow.spring.deployment.store.DeploymentException;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.DeploymentStoreException;
import io.claimflow.spring.deployment.store.LiveState;
import io.claimflow.spring.deployment.store.RefusedDeploymentException;
import io.claimflow.spring.deployment.store.UnknownDeploymentException;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Changes of what is live. A form has the revision that its page has shown, so nobody
 * changes what somebody else has changed meanwhile; and it has to say why.
 */
final class LiveChanges {

	private final ConsolePages pages;

	private final DeploymentStore store;

	LiveChanges(ConsolePages pages, DeploymentStore store) {
		this.pages = pages;
		this.store = store;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.POST(DeploymentPages.PATH + "/rollback", change((request, change) -> this.store.rollBack(change)))
			.POST(DeploymentPages.PATH + "/{number}/live",
					change((request, change) -> this.store
						.makeLive(DeploymentPages.number(request.pathVariable("number")), change)))
			.POST(ConsoleSection.ROOT + "/activation", change(this::activation))
			.build();
	}

	private LiveState activation(ServerRequest request, Change change) {
		String workflow = field(request, "workflow");
		return field(request, "active").equals("true") ? this.store.activate(workflow, change)
				: this.store.deactivate(workflow, change);
	}

	private HandlerFunction<ServerResponse> change(LiveChanger changer) {
		return (request) -> {
			Change change = new Change(Viewer.of(request).by(), reason(request),
					OptionalLong.of(DeploymentPages.number(field(request, "revision"))),
					field(request, "confirm").equals("true"));
			try {
				changer.change(request, change);
				return this.pages.seeOther(request, DeploymentPages.PATH + "/history");
			}
			catch (ConfirmationNeededException ex) {
				return confirmation(request, ex);
			}
			catch (IllegalArgumentException ex) {
				throw new PageException(400, "bad-input", String.valueOf(ex.getMessage()));
			}
			catch (DeploymentException ex) {
				throw refused(ex);
			}
		};
	}

	/** Asks with the same form once more. */
	private ServerResponse confirmation(ServerRequest request, ConfirmationNeededException ex) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (String name : new String[] { "workflow", "active", "reason", "revision" }) {
			request.param(name).ifPresent((value) -> fields.put(name, value));
		}
		return this.pages.page(request, 409, "confirmation",
				Map.of("consequences", ex.consequences(), "fields", fields, "reason", field(request, "reason")));
	}

	static PageException refused(DeploymentException ex) {
		if (ex instanceof DeploymentConflictException) {
			return new PageException(409, "changed-meanwhile");
		}
		if (ex instanceof UnknownDeploymentException) {
			return new PageException(404, "no-deployment");
		}
		if (ex instanceof RefusedDeploymentException) {
			return new PageException(422, "refused", String.valueOf(ex.getMessage()));
		}
		return (ex instanceof DeploymentStoreException) ? new PageException(503, "database")
				: new PageException(409, "tampered");
	}

	static String reason(ServerRequest request) {
		String reason = field(request, "reason").strip();
		if (reason.isEmpty()) {
			throw new PageException(400, "no-reason");
		}
		return reason;
	}

	static String field(ServerRequest request, String name) {
		return request.param(name).orElse("");
	}

	private interface LiveChanger {

		LiveState change(ServerRequest request, Change change);

	}

}
