package io.claimflow.spring.token;

import java.util.List;

import io.claimflow.spring.support.CurrentRequestFilter;
import io.claimflow.spring.support.SpringFields;
import io.claimflow.spring.authorization.ReadableAuthorizationService;
import io.claimflow.spring.authorization.StoredClaims;
import io.claimflow.spring.deployment.DeploymentPins;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Brings workflows into the token endpoint of a security filter chain. Chains that are no
 * authorization server stay as they are.
 */
final class TokenWorkflowsConfigurer extends AbstractHttpConfigurer<TokenWorkflowsConfigurer, HttpSecurity> {

	private final TokenWorkflows workflows;

	private final DeniedGrants deniedGrants;

	private final StoredClaims storedClaims;

	private final OwnTokenRules ownTokens;

	private final TokenEndpoints endpoints;

	private final DeploymentPins pins;

	TokenWorkflowsConfigurer(TokenWorkflows workflows, DeniedGrants deniedGrants, StoredClaims storedClaims,
			OwnTokenRules ownTokens, TokenEndpoints endpoints, DeploymentPins pins) {
		this.workflows = workflows;
		this.deniedGrants = deniedGrants;
		this.storedClaims = storedClaims;
		this.ownTokens = ownTokens;
		this.endpoints = endpoints;
		this.pins = pins;
	}

	/**
	 * Guards a generator that is not Spring's, and gives the endpoints their view of the
	 * store. This comes before the authorization server hands both to those who use them.
	 */
	@Override
	public void init(HttpSecurity http) {
		if (isAuthorizationServer(http)) {
			OAuth2AuthorizationService store = store(http);
			if (store != null && !(store instanceof ReadableAuthorizationService)) {
				http.setSharedObject(OAuth2AuthorizationService.class,
						new ReadableAuthorizationService(store, this.pins::pinned));
			}
			OAuth2TokenGenerator<?> generator = own(http);
			if (generator != null && !(generator instanceof GuardedTokenGenerator)
					&& !TokenGeneratorInstaller.known(generator)) {
				http.setSharedObject(OAuth2TokenGenerator.class, new GuardedTokenGenerator(generator, this.workflows));
			}
		}
	}

	/**
	 * The store, as the server finds or makes it; null if there are several beans, of
	 * which the server takes none.
	 */
	private static @Nullable OAuth2AuthorizationService store(HttpSecurity http) {
		OAuth2AuthorizationService shared = http.getSharedObject(OAuth2AuthorizationService.class);
		if (shared != null) {
			return shared;
		}
		ObjectProvider<OAuth2AuthorizationService> beans = http.getSharedObject(ApplicationContext.class)
			.getBeanProvider(OAuth2AuthorizationService.class);
		return beans.stream().findAny().isEmpty() ? new InMemoryOAuth2AuthorizationService() : beans.getIfUnique();
	}

	/** Puts the workflows behind the customizers, now that the generator is made. */
	@Override
	public void configure(HttpSecurity http) {
		if (!isAuthorizationServer(http)) {
			return;
		}
		OAuth2TokenGenerator<?> generator = http.getSharedObject(OAuth2TokenGenerator.class);
		if (generator == null) {
			return;
		}
		OAuth2TokenGenerator<?> inner = (generator instanceof GuardedTokenGenerator guarded) ? guarded.delegate()
				: generator;
		TokenGeneratorInstaller installer = new TokenGeneratorInstaller(this.workflows);
		if (installer.install(inner) == 0 && !this.workflows.used()) {
			throw new UnsupportedTokenGeneratorException("The token generator " + inner.getClass().getName(),
					"is not one of Spring's, so no workflow can run for the tokens that it makes");
		}
		providers(http).forEach(new ProviderGenerators(this.workflows, installer)::attach);
		SessionRegistry sessions = http.getSharedObject(SessionRegistry.class);
		if (sessions != null) {
			this.workflows.sessions().registry(sessions);
		}
		OAuth2AuthorizationService authorizations = http.getSharedObject(OAuth2AuthorizationService.class);
		if (authorizations != null) {
			this.deniedGrants.store(authorizations);
			this.storedClaims
				.store((authorizations instanceof ReadableAuthorizationService view) ? view.store() : authorizations);
		}
		http.addFilterBefore(new CurrentRequestFilter(), AuthorizationFilter.class);
		http.addFilterBefore(new ApiScopeFilter(this.ownTokens), AuthorizationFilter.class);
		this.endpoints.attached(http);
	}

	private static List<?> providers(HttpSecurity http) {
		return SpringFields
			.read(AuthenticationManagerBuilder.class, http.getSharedObject(AuthenticationManagerBuilder.class),
					List.class)
			.orElse(List.of());
	}

	private static boolean isAuthorizationServer(HttpSecurity http) {
		return http.getConfigurer(OAuth2AuthorizationServerConfigurer.class) != null;
	}

	/** The generator that the application brings, found as the server finds it. */
	private static @Nullable OAuth2TokenGenerator<?> own(HttpSecurity http) {
		OAuth2TokenGenerator<?> shared = http.getSharedObject(OAuth2TokenGenerator.class);
		if (shared != null) {
			return shared;
		}
		return http.getSharedObject(ApplicationContext.class).getBeanProvider(OAuth2TokenGenerator.class).getIfUnique();
	}

}
