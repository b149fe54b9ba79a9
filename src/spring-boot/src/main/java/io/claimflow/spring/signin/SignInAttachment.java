package io.claimflow.spring.signin;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.claimflow.spring.request.PendingRequests;
import io.claimflow.spring.support.SpringFields;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.authentication.rememberme.RememberMeAuthenticationFilter;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.RequestCacheAwareFilter;

/**
 * Puts the workflow into every finished security filter chain, however it was built: into
 * the filters that sign users in, and into the authorization endpoint. What the
 * application has given to them stays, behind the workflow.
 */
final class SignInAttachment implements BeanPostProcessor {

	private final ObjectProvider<FederatedSignUp> signUp;

	private final ObjectProvider<SignInWorkflow> workflow;

	private final ObjectProvider<PendingRequests> pendingRequests;

	private final ObjectProvider<SignInAttachmentReport> report;

	private final ObjectProvider<ProviderTokens> tokens;

	private final AtomicInteger guardedEndpoints = new AtomicInteger();

	/** The beans are looked up late, as a post processor is made before all of them. */
	SignInAttachment(ObjectProvider<FederatedSignUp> signUp, ObjectProvider<SignInWorkflow> workflow,
			ObjectProvider<PendingRequests> pendingRequests, ObjectProvider<SignInAttachmentReport> report,
			ObjectProvider<ProviderTokens> tokens) {
		this.signUp = signUp;
		this.workflow = workflow;
		this.pendingRequests = pendingRequests;
		this.report = report;
		this.tokens = tokens;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider provider) {
			guard(provider);
		}
		else if (bean instanceof OAuth2AuthorizationConsentAuthenticationProvider provider) {
			guard(provider);
		}
		else if (bean instanceof SecurityFilterChain chain) {
			attach(chain, beanName);
		}
		return bean;
	}

	@SuppressWarnings("unchecked")
	private void guard(OAuth2AuthorizationCodeRequestAuthenticationProvider provider) {
		Class<?> type = OAuth2AuthorizationCodeRequestAuthenticationProvider.class;
		SpringFields.read(type, provider, OAuth2AuthorizationService.class)
			.ifPresent((store) -> this.pendingRequests.getObject().store(store));
		SpringFields.read(type, provider, Predicate.class).ifPresent((consentRequired) -> {
			provider.setAuthorizationConsentRequired(new AuthorizationEndpointGuard(
					(Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext>) consentRequired,
					new AuthorizationRequestJudge(this.workflow.getObject())));
			this.guardedEndpoints.incrementAndGet();
		});
	}

	@SuppressWarnings("unchecked")
	private void guard(OAuth2AuthorizationConsentAuthenticationProvider provider) {
		Consumer<OAuth2AuthorizationConsentAuthenticationContext> present = SpringFields
			.read(OAuth2AuthorizationConsentAuthenticationProvider.class, provider, Consumer.class)
			.orElse(null);
		provider.setAuthorizationConsentCustomizer(
				new ConsentGuard(present, new AuthorizationRequestJudge(this.workflow.getObject())));
	}

	private void attach(SecurityFilterChain chain, String name) {
		List<Filter> filters = chain.getFilters();
		RequestCache requestCache = filters.stream()
			.filter(RequestCacheAwareFilter.class::isInstance)
			.findFirst()
			.flatMap((filter) -> SpringFields.read(RequestCacheAwareFilter.class, filter, RequestCache.class))
			.orElse(null);
		for (Filter filter : filters) {
			if (filter instanceof AbstractAuthenticationProcessingFilter login) {
				Class<?> type = AbstractAuthenticationProcessingFilter.class;
				attach(new AttachmentPoint(name, type, login, requestCache), login::setSecurityContextRepository,
						login::setSessionAuthenticationStrategy);
				if (IdentityProvider.vouchesAt(login)) {
					this.signUp.getObject().signUps().expect();
					this.tokens.ifAvailable((tokens) -> tokens.keptBy(login));
				}
			}
			else if (filter instanceof RememberMeAuthenticationFilter rememberMe) {
				Class<?> type = RememberMeAuthenticationFilter.class;
				attach(new AttachmentPoint(name, type, rememberMe, requestCache),
						rememberMe::setSecurityContextRepository, rememberMe::setSessionAuthenticationStrategy);
			}
			else if (filter instanceof AuthenticationFilter other) {
				Class<?> type = AuthenticationFilter.class;
				attach(new AttachmentPoint(name, type, other, requestCache), other::setSecurityContextRepository, null);
			}
			else if (filter instanceof BasicAuthenticationFilter basic) {
				Class<?> type = BasicAuthenticationFilter.class;
				attach(new AttachmentPoint(name, type, basic, requestCache), basic::setSecurityContextRepository, null);
			}
			else if (filter instanceof AbstractPreAuthenticatedProcessingFilter other) {
				Class<?> type = AbstractPreAuthenticatedProcessingFilter.class;
				attach(new AttachmentPoint(name, type, other, requestCache), other::setSecurityContextRepository, null);
			}
			else if (filter instanceof OAuth2AuthorizationEndpointFilter
					&& this.guardedEndpoints.getAndUpdate((count) -> Math.max(0, count - 1)) == 0) {
				this.report.getObject()
					.uncovered(
							"The workflow of user:post_authentication cannot run at the authorization endpoint of the"
									+ " security filter chain '" + name
									+ "', as no OAuth2AuthorizationCodeRequestAuthenticationProvider"
									+ " of Spring Security's serves it. Users who do not sign in through one of Spring Security's"
									+ " login filters are not judged. Let such a provider serve the endpoint.");
			}
		}
	}

	/**
	 * A filter that keeps nobody signed in beyond the request is no sign-in: it is one of
	 * an API, or leads to the authorization endpoint in that very request.
	 */
	private void attach(AttachmentPoint point, Consumer<SecurityContextRepository> setRepository,
			@Nullable Consumer<SessionAuthenticationStrategy> setStrategy) {
		SecurityContextRepository repository = SpringFields
			.read(point.type(), point.filter(), SecurityContextRepository.class)
			.orElse(null);
		SessionAuthenticationStrategy strategy = SpringFields
			.read(point.type(), point.filter(), SessionAuthenticationStrategy.class)
			.orElse(null);
		if (repository instanceof GuardedSecurityContextRepository) {
			return;
		}
		if (repository == null || (setStrategy != null && strategy == null)) {
			this.report.getObject()
				.uncovered(point.uncovered("this version of Spring Security keeps its parts elsewhere"));
		}
		else if (repository instanceof RequestAttributeSecurityContextRepository) {
			if (setStrategy != null) {
				this.report.getObject().uncovered(point.uncovered("it keeps nobody signed in beyond the request"));
			}
		}
		else {
			GuardedSecurityContextRepository guard = new GuardedSecurityContextRepository(repository,
					this.signUp.getObject(), this.workflow.getObject(), this.pendingRequests.getObject(),
					point.requestCache());
			setRepository.accept(guard);
			if (setStrategy != null && strategy != null) {
				setStrategy.accept(new GuardedSessionStrategy(strategy, guard));
			}
		}
	}

	/**
	 * A filter of a chain.
	 *
	 * @param chain the name of the chain's bean
	 * @param type the class of Spring Security's that keeps the filter's parts
	 * @param filter the filter
	 * @param requestCache where the chain keeps the request that a sign-in is for
	 */
	private record AttachmentPoint(String chain, Class<?> type, Filter filter, @Nullable RequestCache requestCache) {

		String uncovered(String why) {
			return "The workflow of user:post_authentication cannot run in " + this.filter.getClass().getName()
					+ " of the security filter chain '" + this.chain + "', as " + why
					+ ". It runs when such a user comes to the authorization endpoint. To have it run at the sign-in,"
					+ " give the filter a SecurityContextRepository that keeps the user, such as"
					+ " HttpSessionSecurityContextRepository.";
		}

	}

}
