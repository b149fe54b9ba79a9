package io.claimflow.spring.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.claimflow.Event;
import io.claimflow.spring.support.ClientAddress;
import io.claimflow.spring.support.EventFields;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Describes the current request as the event of a form's trigger: where it comes from,
 * and the client and the authorization request that the user is on the way to.
 */
public final class FormEvents {

	private final PendingRequests pendingRequests;

	private final ObjectProvider<RequestCache> requestCache;

	/**
	 * Creates the factory.
	 * @param pendingRequests finds what the user asked for before the login
	 * @param requestCache keeps it; Spring Security's default if there is no such bean
	 */
	FormEvents(PendingRequests pendingRequests, ObjectProvider<RequestCache> requestCache) {
		this.pendingRequests = pendingRequests;
		this.requestCache = requestCache;
	}

	/**
	 * The event of the current request.
	 * @param auth the value of {@code context.auth}
	 * @param user the value of {@code context.user}, left out if it is empty
	 * @param secrets the passwords among them
	 */
	public Event create(Map<String, Object> auth, Map<String, Object> user, Set<String> secrets) {
		Map<String, Object> request = new LinkedHashMap<>();
		Map<String, Object> domains = new LinkedHashMap<>();
		Map<String, Object> application = new LinkedHashMap<>();
		request.put("authUrlParams", Map.of());
		EventFields.putIfPresent(domains, "kindeDomain", this.pendingRequests.configuredIssuer());
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current) {
			HttpServletRequest servlet = current.getRequest();
			EventFields.putIfPresent(request, "ip", ClientAddress.of(servlet.getRemoteAddr()));
			EventFields.putIfPresent(request, "userAgent", servlet.getHeader(HttpHeaders.USER_AGENT));
			PendingRequest pending = this.pendingRequests
				.find(this.requestCache.getIfUnique(HttpSessionRequestCache::new), servlet, current.getResponse());
			request.put("authUrlParams", pending.authUrlParams());
			domains.put("kindeDomain", pending.issuer());
			EventFields.putIfPresent(application, "clientId", pending.clientId());
		}
		Map<String, Object> context = new LinkedHashMap<>();
		context.put("domains", domains);
		context.put("application", application);
		context.put("auth", auth);
		if (!user.isEmpty()) {
			context.put("user", user);
		}
		return new Event(request, context, secrets);
	}

}
