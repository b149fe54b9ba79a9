package io.claimflow.spring.signin;

import java.util.List;
import java.util.function.Supplier;

import io.claimflow.spring.request.PendingRequest;
import io.claimflow.spring.request.PendingRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Stores who has signed in only after the workflow has let them in.
 */
final class GuardedSecurityContextRepository implements SecurityContextRepository {

	private final SecurityContextRepository delegate;

	private final FederatedSignUp signUp;

	private final SignInWorkflow workflow;

	private final PendingRequests pendingRequests;

	private final @Nullable RequestCache requestCache;

	GuardedSecurityContextRepository(SecurityContextRepository delegate, FederatedSignUp signUp,
			SignInWorkflow workflow, PendingRequests pendingRequests, @Nullable RequestCache requestCache) {
		this.delegate = delegate;
		this.signUp = signUp;
		this.workflow = workflow;
		this.pendingRequests = pendingRequests;
		this.requestCache = requestCache;
	}

	/** Judges a sign-in, unless the user is signed in already and adds a factor. */
	void judge(Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
		if (!addsFactor(authentication, request)) {
			this.workflow.begin(authentication, request);
		}
		if (isSignedIn(authentication, request)) {
			JudgedSignIn.remember(request, authentication);
			return;
		}
		Supplier<PendingRequest> pending = () -> this.pendingRequests.find(this.requestCache, request, response);
		this.signUp.admit(authentication, request, pending);
		this.workflow.judge(authentication, false, request, pending);
	}

	/** Whoever adds a factor still has those that they have given before. */
	private boolean addsFactor(Authentication authentication, HttpServletRequest request) {
		Authentication stored = loadDeferredContext(request).get().getAuthentication();
		List<? extends GrantedAuthority> factors = (stored != null) ? factors(stored) : List.of();
		return !factors.isEmpty() && authentication.getAuthorities().containsAll(factors);
	}

	private static List<? extends GrantedAuthority> factors(Authentication authentication) {
		return authentication.getAuthorities().stream().filter(FactorGrantedAuthority.class::isInstance).toList();
	}

	/**
	 * A remembered user has given no factor yet. And whom an identity provider calls by
	 * the name of somebody who is signed in need not be the same person.
	 */
	private boolean isSignedIn(Authentication authentication, HttpServletRequest request) {
		Authentication stored = loadDeferredContext(request).get().getAuthentication();
		return stored != null && stored.isAuthenticated() && !(stored instanceof RememberMeAuthenticationToken)
				&& stored.getName().equals(authentication.getName()) && JudgedSignIn.inSession(request, authentication)
				&& IdentityProvider.of(authentication)
					.map((provider) -> IdentityProvider.of(stored).filter(provider::isSame).isPresent())
					.orElse(true);
	}

	@Override
	public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = context.getAuthentication();
		if (authentication == null) {
			this.delegate.saveContext(context, request, response);
			return;
		}
		judge(authentication, request, response);
		this.delegate.saveContext(context, request, response);
		JudgedSignIn.keep(request, authentication);
		this.workflow.keep(request);
	}

	@Override
	@SuppressWarnings("deprecation") // the interface still asks for it
	public SecurityContext loadContext(HttpRequestResponseHolder holder) {
		return this.delegate.loadContext(holder);
	}

	@Override
	public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
		return this.delegate.loadDeferredContext(request);
	}

	@Override
	public boolean containsContext(HttpServletRequest request) {
		return this.delegate.containsContext(request);
	}

}
