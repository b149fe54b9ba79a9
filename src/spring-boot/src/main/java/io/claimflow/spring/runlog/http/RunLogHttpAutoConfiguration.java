package io.claimflow.spring.runlog.http;

import java.util.List;
import java.util.Set;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.http.CallArea;
import io.claimflow.spring.http.CallServlet;
import io.claimflow.spring.runlog.RunStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * The HTTP interface of the run log.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"io.claimflow.spring.runlog.RunLogAutoConfiguration" })
@ConditionalOnBean({ WorkflowEngine.class, RunStore.class })
@ConditionalOnBooleanProperty({ "claimflow.runs.enabled", "claimflow.runs.http.enabled" })
@EnableConfigurationProperties(RunHttpProperties.class)
class RunLogHttpAutoConfiguration {

	@Bean
	CallArea claimflowRunArea(RunHttpProperties properties) {
		return new CallArea("claimflow.runs.http", RunApi.PATHS, RunScopes.ALL, Set.copyOf(properties.clients()),
				Set.copyOf(properties.users()), List.of());
	}

	@Bean
	RunStreams claimflowRunStreams(RunStore store, RunHttpProperties properties) {
		return new RunStreams(store, properties);
	}

	@Bean
	ServletRegistrationBean<CallServlet> claimflowRunServlet(RunStore store, RunStreams streams,
			ApplicationEventPublisher events, RunHttpProperties properties) {
		ServletRegistrationBean<CallServlet> servlet = new ServletRegistrationBean<>(
				new CallServlet(new RunApi(store, streams, new RunAudit(events), properties).routes(), RunApi.DOCUMENT),
				RunApi.MAPPINGS);
		servlet.setName("claimflowRuns");
		return servlet;
	}

}
