package io.claimflow.form;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Event;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Describes the current request as the event of a form's trigger: where it comes from,
 * and the client and the authorization request that the user is on the way to.
 */
public final class FormEvents {

	/** The parameters of an authorization request by the names that an event has. */
	private static final Map<String, String> PARAMETERS = parameterNames();

	private final ObjectProvider<AuthorizationServerSettings> settings;

	private final ObjectProvider<RequestCache> requestCache;

	/**
	 * Creates the factory.
	 * @param settings tells the issuer
	 * @param requestCache keeps what the user asked for before the login; Spring
	 * Security's default if there is no such bean
	 */
	FormEvents(ObjectProvider<AuthorizationServerSettings> settings, ObjectProvider<RequestCache> requestCache) {
		this.settings = settings;
		this.requestCache = requestCache;
	}

	private static Map<String, String> parameterNames() {
		Map<String, String> names = new LinkedHashMap<>();
		names.put("state", "state");
		names.put("orgCode", "org_code");
		names.put("clientId", "client_id");
		names.put("redirectUri", "redirect_uri");
		names.put("redirectURL", "redirect_uri");
		return names;
	}

	/**
	 * The event of the current request.
	 * @param auth the value of {@code context.auth}
	 * @param user the value of {@code context.user}, left out if it is empty
	 * @param secrets the passwords among them
	 */
	public Event create(Map<String, Object> auth, Map<String, Object> user, Set<String> secrets) {
		Map<String, Object> request = new LinkedHashMap<>();
		Map<String, Object> parameters = new LinkedHashMap<>();
		Map<String, Object> domains = new LinkedHashMap<>();
		Map<String, Object> context = new LinkedHashMap<>();
		context.put("domains", domains);
		AuthorizationServerSettings server = this.settings.getIfUnique();
		String issuer = (server != null) ? server.getIssuer() : null;
		if (issuer != null) {
			domains.put("kindeDomain", withoutSlash(issuer));
		}
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current) {
			HttpServletRequest servlet = current.getRequest();
			put(request, "ip", servlet.getRemoteAddr());
			put(request, "userAgent", servlet.getHeader(HttpHeaders.USER_AGENT));
			domains.putIfAbsent("kindeDomain", domain(servlet));
			pendingAuthorization(current, server).map(FormEvents::parameters).ifPresent(parameters::putAll);
		}
		request.put("authUrlParams", parameters);
		context.put("application",
				parameters.containsKey("clientId") ? Map.of("clientId", parameters.get("clientId")) : Map.of());
		context.put("auth", auth);
		if (!user.isEmpty()) {
			context.put("user", user);
		}
		return new Event(request, context, secrets);
	}

	/** The issuer of a server that has none configured, as Spring finds it. */
	private static String domain(HttpServletRequest servlet) {
		return withoutSlash(UriComponentsBuilder.fromUriString(UrlUtils.buildFullRequestUrl(servlet))
			.replacePath(servlet.getContextPath())
			.replaceQuery(null)
			.fragment(null)
			.build()
			.toUriString());
	}

	private static String withoutSlash(String url) {
		return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
	}

	/**
	 * What the user asked for before the login, if it was an authorization. It can be
	 * missing where the user opened the form directly.
	 */
	private Optional<SavedRequest> pendingAuthorization(ServletRequestAttributes current,
			@Nullable AuthorizationServerSettings server) {
		HttpServletResponse response = current.getResponse();
		if (server == null || response == null) {
			return Optional.empty();
		}
		RequestCache cache = this.requestCache.getIfUnique(HttpSessionRequestCache::new);
		return Optional.ofNullable(cache.getRequest(current.getRequest(), response))
			.filter((saved) -> isPath(saved.getRedirectUrl(), server.getAuthorizationEndpoint()));
	}

	private static boolean isPath(String url, String path) {
		String actual = UriComponentsBuilder.fromUriString(url).build().getPath();
		return actual != null && actual.endsWith(path);
	}

	private static Map<String, Object> parameters(SavedRequest authorization) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		PARAMETERS.forEach((name, parameter) -> {
			String[] values = authorization.getParameterValues(parameter);
			put(parameters, name, (values != null && values.length > 0) ? values[0] : null);
		});
		return parameters;
	}

	private static void put(Map<String, Object> map, String name, @Nullable String value) {
		if (value != null) {
			map.put(name, value);
		}
	}

}
