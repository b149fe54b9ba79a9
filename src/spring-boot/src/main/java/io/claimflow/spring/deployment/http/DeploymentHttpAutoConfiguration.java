package io.claimflow.spring.deployment.http;

import java.util.Set;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.support.OwnTokens;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The HTTP interface of deployments. One of its beans is a security filter chain, so they
 * come after those whose chains are there only if the application has none.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"io.claimflow.spring.deployment.DeploymentAutoConfiguration",
		"io.claimflow.spring.deployment.store.DeploymentStoreAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBean(WorkflowEngine.class)
@ConditionalOnBooleanProperty({ "claimflow.deployments.enabled", "claimflow.deployments.http.enabled" })
@EnableConfigurationProperties(HttpProperties.class)
class DeploymentHttpAutoConfiguration {

	@Bean
	OwnTokens claimflowDeploymentTokens(AuthorizationServerSettings settings, HttpProperties properties) {
		return OwnTokens.byScope(audience(settings), Set.copyOf(properties.clients()), Set.copyOf(DeploymentScopes.ALL),
				"claimflow.deployments.http.clients");
	}

	/** Before any chain of the application's that is for all that others leave. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain claimflowDeploymentSecurityFilterChain(HttpSecurity http, AuthorizationServerSettings settings,
			HttpProperties properties, JWKSource<SecurityContext> keys) {
		return new DeploymentSecurity(issuer(settings), audience(settings), properties, keys).chain(http);
	}

	@Bean
	ServletRegistrationBean<DeploymentServlet> claimflowDeploymentServlet(DeploymentStore store, WorkflowEngine engine,
			HttpProperties properties) {
		ArtifactLimits limits = ArtifactLimits.builder().bytes(properties.uploadSize().toBytes()).build();
		Uploads uploads = new Uploads(engine, new ArtifactReader(limits), new ZippedProjects(limits),
				Math.toIntExact(properties.uploadSize().toBytes()));
		ServletRegistrationBean<DeploymentServlet> servlet = new ServletRegistrationBean<>(
				new DeploymentServlet(new DeploymentCalls(store, uploads, properties).routes()),
				DeploymentCalls.MAPPINGS);
		servlet.setName("claimflowDeployments");
		return servlet;
	}

	private static String audience(AuthorizationServerSettings settings) {
		String issuer = issuer(settings);
		return (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + "/claimflow";
	}

	private static String issuer(AuthorizationServerSettings settings) {
		String issuer = settings.getIssuer();
		if (issuer == null) {
			throw new InvalidConfigurationPropertyValueException("claimflow.deployments.http.enabled", true,
					"It needs an issuer that no request can change: set spring.security.oauth2.authorizationserver.issuer"
							+ " to the URL at which clients reach this server.");
		}
		return issuer;
	}

}
