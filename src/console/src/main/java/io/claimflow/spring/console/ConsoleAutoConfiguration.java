package io.claimflow.spring.console;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.Fetcher;
import io.claimflow.spring.console.content.StoredContents;
import io.claimflow.spring.console.deployment.DeploymentPages;
import io.claimflow.spring.console.overview.CountedFigures;
import io.claimflow.spring.console.overview.LoggedFigures;
import io.claimflow.spring.console.overview.OverviewPage;
import io.claimflow.spring.console.overview.RunFigures;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.runs.ComparisonLimits;
import io.claimflow.spring.console.runs.OtherPages;
import io.claimflow.spring.console.runs.RunsPages;
import io.claimflow.spring.console.runs.Trials;
import io.claimflow.spring.console.runs.TryPages;
import io.claimflow.spring.console.variable.VariablePages;
import io.claimflow.spring.console.workflow.StoredNeeds;
import io.claimflow.spring.console.workflow.WorkflowPages;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.ProjectDeployer;
import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.jdbc.EnvironmentVariable;
import io.claimflow.spring.jdbc.EnvironmentVariables;
import io.claimflow.spring.jdbc.VariableHistory;
import io.claimflow.spring.jdbc.WorkflowKey;
import io.claimflow.spring.jdbc.WorkflowKeys;
import io.claimflow.management.UserManagement;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.http.RunAudit;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * The console, if an operator turns it on. One of its beans is a security filter chain,
 * so they come after those whose chains are there only if the application has none.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"io.claimflow.spring.deployment.DeploymentAutoConfiguration",
		"io.claimflow.spring.deployment.store.DeploymentStoreAutoConfiguration",
		"io.claimflow.spring.jdbc.JdbcAutoConfiguration", "io.claimflow.spring.runlog.RunLogAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBean(WorkflowEngine.class)
@ConditionalOnBooleanProperty("claimflow.console.enabled")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ConsoleProperties.class)
class ConsoleAutoConfiguration {

	@Bean
	ConsolePages claimflowConsolePages() {
		return new ConsolePages();
	}

	@Bean
	ConsoleRoutes claimflowConsoleRoutes(ConsolePages pages, ObjectProvider<ConsoleSection> sections,
			ConsoleProperties properties) {
		return new ConsoleRoutes(pages, sections.orderedStream().toList(), properties);
	}

	@Bean
	@ConditionalOnBean(DeploymentStore.class)
	StoredContents claimflowConsoleContents(DeploymentStore store, Deployments deployments, WorkflowEngine engine) {
		return new StoredContents(store, deployments, engine);
	}

	/** Before any chain of the application's that is for all that others leave. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain claimflowConsoleSecurityFilterChain(HttpSecurity http, ConsoleRoutes routes,
			ConsoleProperties properties, ObjectProvider<SecurityContextRepository> kept) {
		return new ConsoleSecurity(properties.signInPage(), routes::denied).chain(http,
				Optional.ofNullable(kept.getIfUnique()));
	}

	@Bean
	ServletRegistrationBean<ConsoleServlet> claimflowConsoleServlet(ConsoleRoutes routes) {
		ServletRegistrationBean<ConsoleServlet> servlet = new ServletRegistrationBean<>(
				new ConsoleServlet(routes.routes()), ConsoleSection.ROOT, ConsoleSection.ROOT + "/*");
		servlet.setName("claimflowConsole");
		return servlet;
	}

	@Bean
	OverviewPage claimflowConsoleOverviewPage(ConsolePages pages, Deployments deployments,
			ObjectProvider<DeploymentStore> store, ObjectProvider<DeploymentStatus> status,
			ObjectProvider<ProjectDeployer> deployer, ObjectProvider<RunStore> runs,
			ObjectProvider<RunFigures> counted) {
		RunStore log = runs.getIfAvailable();
		return new OverviewPage(pages, deployments, store.getIfAvailable(), status.getIfAvailable(),
				deployer.getIfAvailable(), (log != null) ? new LoggedFigures(log, InstantSource.system())
						: counted.getIfAvailable(RunFigures::none),
				InstantSource.system());
	}

	@Bean
	@Order(10)
	ConsoleSection claimflowConsoleOverview(OverviewPage page) {
		return page.section();
	}

	@Bean
	ConsoleWarmUp claimflowConsoleWarmUp(OverviewPage page, ConsoleRoutes routes) {
		return new ConsoleWarmUp(() -> page.prepare(routes.sample()));
	}

	@Bean
	@Order(20)
	ConsoleSection claimflowConsoleWorkflows(ConsolePages pages, Deployments deployments,
			ObjectProvider<DeploymentStore> store, ObjectProvider<RunStore> runs, ObjectProvider<StoredNeeds> needs) {
		return new WorkflowPages(pages, deployments, store.getIfAvailable(), runs.getIfAvailable(),
				needs.getIfAvailable())
			.section();
	}

	@Bean
	@Order(30)
	@ConditionalOnBean(DeploymentStore.class)
	ConsoleSection claimflowConsoleDeployments(ConsolePages pages, DeploymentStore store, StoredContents contents) {
		return new DeploymentPages(pages, store, contents, InstantSource.system()).section();
	}

	@Bean
	@Order(40)
	ConsoleSection claimflowConsoleRuns(ConsolePages pages, ObjectProvider<RunStore> runs, Deployments deployments,
			ObjectProvider<StoredContents> contents, WorkflowEngine engine, ApplicationEventPublisher events,
			ConsoleProperties properties) {
		return new RunsPages(pages, runs.getIfAvailable(), deployments, contents.getIfAvailable(), engine.limits(),
				new RunAudit(events), new OtherPages(properties.traceLink(), properties.logLink()),
				InstantSource.system())
			.section();
	}

	@Bean
	@Order(50)
	ConsoleSection claimflowConsoleTry(ConsolePages pages, WorkflowEngine engine, Deployments deployments,
			ObjectProvider<DeploymentStore> store, ObjectProvider<RunStore> runs, ApplicationEventPublisher events,
			ObjectProvider<RegisteredClientRepository> clients, ObjectProvider<UserManagement> managed,
			ObjectProvider<UserDetailsService> users, Fetcher fetcher, ConsoleProperties properties) {
		Trials trials = new Trials(engine, new RunAudit(events), properties.realCalls() ? fetcher : null);
		return TryPages.section(pages, trials, deployments, store.getIfAvailable(), runs.getIfAvailable(),
				clients.getIfUnique(), managed.getIfUnique(), users.getIfUnique(),
				new ComparisonLimits(properties.comparedRuns(), properties.comparisonTime()));
	}

	/** What workflows read from the database. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcClient.class)
	static class Variables {

		@Bean
		@ConditionalOnBean({ EnvironmentVariables.class, WorkflowKeys.class })
		StoredNeeds claimflowConsoleNeeds(EnvironmentVariables variables, WorkflowKeys keys) {
			return new StoredNeeds() {

				@Override
				public Set<String> variables() {
					return variables.list().stream().map(EnvironmentVariable::name).collect(Collectors.toSet());
				}

				@Override
				public boolean hasKey(String workflow) {
					return keys.list(workflow).stream().anyMatch(WorkflowKey::active);
				}

			};
		}

		@Bean
		@Order(60)
		@ConditionalOnBean({ EnvironmentVariables.class, WorkflowKeys.class })
		ConsoleSection claimflowConsoleVariables(ConsolePages pages, Deployments deployments, Environment environment,
				EnvironmentVariables variables, WorkflowKeys keys, VariableHistory history) {
			return new VariablePages(pages, deployments, environment, variables, keys, history).section();
		}

	}

	/** What is known of runs where none are kept. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		@ConditionalOnBean(MeterRegistry.class)
		RunFigures claimflowConsoleFigures(MeterRegistry registry) {
			return new CountedFigures(registry);
		}

	}

}
