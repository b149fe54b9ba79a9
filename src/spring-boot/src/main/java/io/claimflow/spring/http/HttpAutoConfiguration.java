package io.claimflow.spring.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.spring.support.OwnLogin;
import io.claimflow.spring.support.OwnTokens;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may make the calls below {@code /claimflow}, if there are any. One of the beans is
 * a security filter chain, so they come after those whose chains are there only if the
 * application has none.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.deployment.http.DeploymentHttpAutoConfiguration",
		"io.claimflow.spring.runlog.http.RunLogHttpAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBean(CallArea.class)
@EnableConfigurationProperties(LoginProperties.class)
class HttpAutoConfiguration {

	@Bean
	OwnTokens claimflowCallTokens(AuthorizationServerSettings settings, ObjectProvider<CallArea> areas,
			LoginProperties login) {
		List<CallArea> all = areas.orderedStream().toList();
		login.check(all);
		return OwnTokens.byScope(audience(settings, all),
				all.stream().flatMap((area) -> area.clients().stream()).collect(Collectors.toUnmodifiableSet()),
				all.stream().flatMap((area) -> area.scopes().stream()).collect(Collectors.toUnmodifiableSet()),
				all.stream().map((area) -> area.property() + ".clients").collect(Collectors.joining(" or ")),
				login.isOn() ? new OwnLogin(login.client(),
						all.stream()
							.map((area) -> new OwnLogin.Permission(area.users(), Set.copyOf(area.scopes()),
									area.property() + ".users"))
							.toList())
						: null);
	}

	/** Spring Security lets no client without a secret use the device grant by itself. */
	@Bean
	Customizer<HttpSecurity> claimflowLoginCustomizer(LoginProperties login,
			ObjectProvider<RegisteredClientRepository> clients, AuthorizationServerSettings settings) {
		return (http) -> {
			if (login.isOn()) {
				http.with(new LoginConfigurer(login.client(), clients::getObject, settings), Customizer.withDefaults());
			}
		};
	}

	/** Before any chain of the application's that is for all that others leave. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain claimflowCallSecurityFilterChain(HttpSecurity http, AuthorizationServerSettings settings,
			ObjectProvider<CallArea> areas, JWKSource<SecurityContext> keys, LoginProperties login) {
		List<CallArea> all = areas.orderedStream().toList();
		return new CallSecurity(issuer(settings, all), audience(settings, all), all, keys, login).chain(http);
	}

	private static String audience(AuthorizationServerSettings settings, List<CallArea> areas) {
		String issuer = issuer(settings, areas);
		return (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + "/claimflow";
	}

	private static String issuer(AuthorizationServerSettings settings, List<CallArea> areas) {
		String issuer = settings.getIssuer();
		if (issuer == null) {
			throw new InvalidConfigurationPropertyValueException(areas.get(0).property() + ".enabled", true,
					"It needs an issuer that no request can change: set spring.security.oauth2.authorizationserver.issuer"
							+ " to the URL at which clients reach this server.");
		}
		return issuer;
	}

}
