package io.claimflow.spring.deployment.http;

import java.util.List;
import java.util.Set;

import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.http.CallArea;
import io.claimflow.spring.http.CallServlet;
import io.claimflow.spring.http.TrustedIssuer;
import io.claimflow.spring.jdbc.VariableHistory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * The HTTP interface of deployments.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"io.claimflow.spring.deployment.DeploymentAutoConfiguration",
		"io.claimflow.spring.deployment.store.DeploymentStoreAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnBean(WorkflowEngine.class)
@ConditionalOnBooleanProperty({ "claimflow.deployments.enabled", "claimflow.deployments.http.enabled" })
@EnableConfigurationProperties(HttpProperties.class)
class DeploymentHttpAutoConfiguration {

	private static final String PROPERTY = "claimflow.deployments.http";

	@Bean
	CallArea claimflowDeploymentArea(HttpProperties properties) {
		List<TrustedIssuer> issuers = properties.ci()
			.stream()
			.map((ci) -> new TrustedIssuer(ci.issuer(), ci.audience(), ci.claims(), ci.scopes(), PROPERTY + ".ci"))
			.toList();
		return new CallArea(PROPERTY, List.of(DeploymentCalls.PATHS), DeploymentScopes.ALL,
				Set.copyOf(properties.clients()), Set.copyOf(properties.users()), issuers);
	}

	@Bean
	ServletRegistrationBean<CallServlet> claimflowDeploymentServlet(DeploymentStore store, VariableHistory variables,
			WorkflowEngine engine, HttpProperties properties, ArtifactLimits stored) {
		ArtifactLimits limits = new ArtifactLimits(properties.uploadSize().toBytes(), stored.unpackedBytes(),
				stored.entries(), stored.ratio());
		Uploads uploads = new Uploads(engine, new ArtifactReader(limits), new ZippedProjects(limits),
				Math.toIntExact(properties.uploadSize().toBytes()));
		ServletRegistrationBean<CallServlet> servlet = new ServletRegistrationBean<>(
				new CallServlet(new DeploymentCalls(store, variables, uploads, properties).routes(),
						"/claimflow/openapi.json"),
				DeploymentCalls.MAPPINGS);
		servlet.setName("claimflowDeployments");
		return servlet;
	}

}
