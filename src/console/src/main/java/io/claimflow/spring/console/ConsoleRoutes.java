package io.claimflow.spring.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.console.page.PageFrame;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.store.DeploymentStoreException;
import io.claimflow.spring.deployment.store.TamperedDeploymentException;
import io.claimflow.spring.http.RateLimit;
import io.claimflow.spring.http.RefusedCalls;
import io.claimflow.spring.support.FunctionalServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * All pages, with what goes for each: who may see it, how often, and what becomes of its
 * exceptions.
 */
final class ConsoleRoutes {

	private static final Logger logger = LoggerFactory.getLogger(ConsoleRoutes.class);

	private static final String NOBODY = "nobody known";

	private final ConsolePages pages;

	private final List<ConsoleSection> sections;

	private final ConsoleAssets assets = new ConsoleAssets();

	private final String authorityToView;

	private final String authorityToChange;

	private final @Nullable String valuesAuthority;

	private final RateLimit rateLimit;

	ConsoleRoutes(ConsolePages pages, List<ConsoleSection> sections, ConsoleProperties properties) {
		this.pages = pages;
		this.sections = List.copyOf(sections);
		this.authorityToView = properties.authorityToView();
		this.authorityToChange = properties.authorityToChange();
		this.valuesAuthority = properties.valuesAuthority();
		this.rateLimit = new RateLimit(properties.requestsPerMinute(), System::nanoTime);
	}

	RouterFunction<ServerResponse> routes() {
		RouterFunctions.Builder all = RouterFunctions.route();
		this.sections.forEach((section) -> all.add(section.routes()));
		all.GET(ConsoleSection.ROOT + "/**", (request) -> {
			throw new PageException(404, "no-page");
		});
		return RouterFunctions.route()
			.GET(ConsoleAssets.ROOT + "/{file}", this.assets::find)
			.build()
			.and(all.filter(this::answer).build());
	}

	private ServerResponse answer(ServerRequest request, HandlerFunction<ServerResponse> page) {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		Optional<Viewer> viewer = viewer(user);
		frame(viewer).keep(request);
		try {
			check(request, viewer);
			checkParameters(request);
			return page.handle(request);
		}
		catch (PageException ex) {
			return refused(request, user, ex);
		}
		catch (DeploymentStoreException ex) {
			logger.warn("{} {} got nothing from the database", request.method(), request.path(), ex);
			return this.pages.error(request, new PageException(503, "database"));
		}
		catch (TamperedDeploymentException ex) {
			logger.error("{} {} met a row that was tampered with", request.method(), request.path(), ex);
			return this.pages.error(request, new PageException(409, "tampered"));
		}
		catch (Exception ex) {
			logger.error("{} {} failed", request.method(), request.path(), ex);
			return this.pages.error(request, new PageException(500, "failed"));
		}
	}

	/** Answers a request that the filters in front of the servlet have refused. */
	void denied(HttpServletRequest servletRequest, HttpServletResponse servletResponse, AccessDeniedException denied)
			throws ServletException, IOException {
		ServletRequestPathUtils.parseAndCache(servletRequest);
		ServerRequest request = ServerRequest.create(servletRequest, List.of());
		frame(Optional.empty()).keep(request);
		ServerResponse response = refused(request, SecurityContextHolder.getContext().getAuthentication(),
				new PageException(403, (denied instanceof CsrfException) ? "old-form" : "further-step"));
		FunctionalServlet.write(response, servletRequest, servletResponse);
	}

	/** What is around a page that nobody sees, with all that a page can have. */
	PageFrame sample() {
		return frame(Optional.of(new Viewer("", true, true)));
	}

	private PageFrame frame(Optional<Viewer> viewer) {
		return new PageFrame(viewer, viewer.isPresent() ? this.sections : List.of(), this.assets.paths());
	}

	private ServerResponse refused(ServerRequest request, @Nullable Authentication user, PageException ex) {
		if (ex.status() != 404) {
			RefusedCalls.log(request.servletRequest(), (user != null) ? user.getName() : NOBODY, ex.status(),
					ex.name());
		}
		return this.pages.error(request, ex);
	}

	private void check(ServerRequest request, Optional<Viewer> viewer) {
		if (viewer.isEmpty()) {
			throw new PageException(403, "not-allowed");
		}
		if (!this.rateLimit.allows(viewer.get().name())) {
			throw new PageException(429, "too-many");
		}
		if (!request.method().equals(HttpMethod.GET) && !viewer.get().mayChange()) {
			throw new PageException(403, "view-only");
		}
	}

	/** A web server reads parameters late, and some are not to be read. */
	private static void checkParameters(ServerRequest request) {
		try {
			request.servletRequest().getParameterMap();
		}
		catch (IllegalStateException ex) {
			throw new PageException(400, "bad-parameters");
		}
	}

	private Optional<Viewer> viewer(@Nullable Authentication user) {
		if (user == null) {
			return Optional.empty();
		}
		boolean mayChange = has(user, this.authorityToChange);
		return (mayChange || has(user, this.authorityToView)) ? Optional
			.of(new Viewer(user.getName(), mayChange, this.valuesAuthority != null && has(user, this.valuesAuthority)))
				: Optional.empty();
	}

	private static boolean has(Authentication user, String authority) {
		return user.getAuthorities().stream().map(GrantedAuthority::getAuthority).anyMatch(authority::equals);
	}

}
