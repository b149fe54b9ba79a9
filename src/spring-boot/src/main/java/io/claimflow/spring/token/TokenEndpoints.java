package io.claimflow.spring.token;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.security.config.annotation.AbstractSecurityBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Looks, once everything is made, whether every token endpoint of the server runs
 * workflows, and refuses the start if one does not.
 */
final class TokenEndpoints implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(TokenEndpoints.class);

	private final ConfigurableListableBeanFactory beans;

	private final List<HttpSecurity> attached = new CopyOnWriteArrayList<>();

	TokenEndpoints(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/** Workflows run at the token endpoint of the chain that is being built. */
	void attached(HttpSecurity http) {
		this.attached.add(http);
	}

	@Override
	public void afterSingletonsInstantiated() {
		// An application may make its beans this late: only now do they attach.
		Map<String, SecurityFilterChain> chains = this.beans.getBeansOfType(SecurityFilterChain.class);
		Set<Filter> served = this.attached.stream()
			.map(AbstractSecurityBuilder::getObject)
			.flatMap(TokenEndpoints::tokenEndpoints)
			.collect(Collectors.toSet());
		chains.forEach((name, chain) -> {
			if (!tokenEndpoints(chain).allMatch(served::contains)) {
				throw new UnsupportedTokenGeneratorException(
						"The security filter chain '" + name + "', which has a token endpoint,",
						"was not built with Spring Security's HttpSecurity bean, so no workflow can run there");
			}
		});
		if (this.beans.getBeanNamesForType(OAuth2TokenGenerator.class).length == 0) {
			warnOfIgnored(JwtEncodingContext.class, JwtGenerator.class);
			warnOfIgnored(OAuth2TokenClaimsContext.class, OAuth2AccessTokenGenerator.class);
		}
	}

	private static Stream<Filter> tokenEndpoints(SecurityFilterChain chain) {
		return chain.getFilters().stream().filter(OAuth2TokenEndpointFilter.class::isInstance);
	}

	/**
	 * Spring Security takes a customizer if it is the only candidate, and else none. A
	 * chain can have a generator that calls them all, so what counts is what is there.
	 */
	private void warnOfIgnored(Class<? extends OAuth2TokenContext> context, Class<?> generator) {
		ResolvableType type = ResolvableType.forClassWithGenerics(OAuth2TokenCustomizer.class, context);
		String[] names = this.beans.getBeanNamesForType(type);
		if (names.length > 1 && this.beans.getBeanProvider(type).getIfUnique() == null
				&& this.attached.stream()
					.anyMatch((http) -> TokenGeneratorInstaller
						.isCustomizedBySpringAlone(http.getSharedObject(OAuth2TokenGenerator.class), generator))) {
			logger.warn(
					"Spring Security ignores all of the token customizers {}: it uses one only if it is the only one"
							+ " or @Primary. Mark the one with @Primary that calls the others.",
					String.join(", ", names));
		}
	}

}
