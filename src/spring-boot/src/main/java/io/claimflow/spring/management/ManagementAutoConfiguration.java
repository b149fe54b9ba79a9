package io.claimflow.spring.management;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.OwnServer;
import io.claimflow.management.ApiErrors;
import io.claimflow.management.ApiResource;
import io.claimflow.management.ApiRoute;
import io.claimflow.management.ApplicationManagement;
import io.claimflow.management.ApplicationResource;
import io.claimflow.management.BillingManagement;
import io.claimflow.management.BillingResource;
import io.claimflow.management.BusinessManagement;
import io.claimflow.management.BusinessResource;
import io.claimflow.management.FeatureFlagManagement;
import io.claimflow.management.ManagedUser;
import io.claimflow.management.MfaManagement;
import io.claimflow.management.MfaResource;
import io.claimflow.management.Organization;
import io.claimflow.management.OrganizationManagement;
import io.claimflow.management.OrganizationResource;
import io.claimflow.management.PropertyManagement;
import io.claimflow.management.PropertyOwner;
import io.claimflow.management.PropertyResource;
import io.claimflow.management.RequestReader;
import io.claimflow.management.RoleManagement;
import io.claimflow.management.UserManagement;
import io.claimflow.management.UserResource;
import io.claimflow.spring.jdbc.EnvironmentVariables;
import io.claimflow.spring.support.OwnTokens;
import org.apache.catalina.startup.Tomcat;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.function.SingletonSupplier;

/**
 * The beans that answer management calls. One of them is a security filter chain, so they
 * come after those whose chains are there only if the application has none.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnProperty(name = "claimflow.api.enabled", havingValue = "true")
@ConditionalOnBean(WorkflowEngine.class)
@EnableConfigurationProperties(ApiProperties.class)
@Import(JdbcManagementConfiguration.class)
class ManagementAutoConfiguration {

	@Bean
	ApiIssuer claimflowApiIssuer(AuthorizationServerSettings settings) {
		return ApiIssuer.of(settings.getIssuer());
	}

	@Bean
	RequestReader claimflowApiRequestReader(ApiProperties properties) {
		return new RequestReader(Math.toIntExact(properties.requestBytes().toBytes()), properties.valueLength());
	}

	@Bean
	UserResource claimflowUserResource(ObjectProvider<UserManagement> users, ObjectProvider<PasswordEncoder> encoders,
			RequestReader reader) {
		return new UserResource(users::getIfAvailable, SingletonSupplier.of(() -> new HashedPasswords(
				encoders.getIfUnique(PasswordEncoderFactories::createDelegatingPasswordEncoder))), reader);
	}

	@Bean
	MfaResource claimflowMfaResource(ObjectProvider<MfaManagement> factors, ObjectProvider<UserManagement> users) {
		return new MfaResource(factors::getIfAvailable, user(users));
	}

	/** Where there is no management of users, whoever manages what users have decides. */
	private static UnaryOperator<String> user(ObjectProvider<UserManagement> users) {
		return (id) -> {
			UserManagement management = users.getIfAvailable();
			return (management == null) ? id
					: management.find(id).map(ManagedUser::id).orElseThrow(UserResource::absent);
		};
	}

	@Bean
	PropertyResource claimflowPropertyResource(ObjectProvider<PropertyManagement> properties,
			ObjectProvider<UserManagement> users, ObjectProvider<OrganizationManagement> organizations,
			RegisteredClientRepository clients, RequestReader reader) {
		Function<String, String> application = (id) -> {
			if (clients.findByClientId(id) == null) {
				throw ApiErrors.absent("APPLICATION_NOT_FOUND", "There is no client with this identifier");
			}
			return id;
		};
		Function<String, String> organization = (code) -> {
			OrganizationManagement management = organizations.getIfAvailable();
			return (management == null) ? code
					: management.find(code).map(Organization::code).orElseThrow(OrganizationResource::absent);
		};
		return new PropertyResource(properties::getIfAvailable, Map.of(PropertyOwner.USER, user(users),
				PropertyOwner.APPLICATION, application, PropertyOwner.ORGANIZATION, organization), reader);
	}

	@Bean
	OrganizationResource claimflowOrganizationResource(ObjectProvider<OrganizationManagement> organizations,
			ObjectProvider<BillingManagement> billing, ObjectProvider<RoleManagement> roles,
			ObjectProvider<FeatureFlagManagement> flags, ObjectProvider<UserManagement> users, RequestReader reader) {
		return new OrganizationResource(organizations::getIfAvailable, billing::getIfAvailable, roles::getIfAvailable,
				flags::getIfAvailable, user(users), reader);
	}

	@Bean
	ApplicationResource claimflowApplicationResource(ObjectProvider<ApplicationManagement> applications) {
		return new ApplicationResource(applications::getIfAvailable);
	}

	/** Without JDBC there are none. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcClient.class)
	static class VariableConfiguration {

		@Bean
		VariableResource claimflowVariableResource(ObjectProvider<EnvironmentVariables> variables,
				RequestReader reader) {
			return new VariableResource(variables::getIfAvailable, reader);
		}

	}

	@Bean
	BillingResource claimflowBillingResource(ObjectProvider<BillingManagement> billing) {
		return new BillingResource(billing::getIfAvailable);
	}

	@Bean
	@ConditionalOnMissingBean
	BusinessManagement claimflowBusinessManagement(ApiIssuer issuer, Environment environment) {
		String code = UUID.nameUUIDFromBytes(issuer.url().getBytes(StandardCharsets.UTF_8)).toString();
		BusinessManagement.Business business = BusinessManagement.Business.of("bus_" + code.replace("-", ""),
				environment.getProperty("spring.application.name", issuer.url()));
		return () -> business;
	}

	@Bean
	BusinessResource claimflowBusinessResource(BusinessManagement business) {
		return new BusinessResource(business);
	}

	@Bean
	ServletRegistrationBean<ApiServlet> claimflowApiServlet(List<ApiResource> resources) {
		ServletRegistrationBean<ApiServlet> servlet = new ServletRegistrationBean<>(new ApiServlet(resources),
				ApiServlet.PATH + "/*");
		servlet.setName("claimflowApi");
		return servlet;
	}

	@Bean
	OwnTokens claimflowApiTokens(ApiIssuer issuer, ApiProperties properties, List<ApiResource> resources) {
		return OwnTokens.byAudience(issuer.audience(), Set.copyOf(properties.clients()),
				resources.stream()
					.flatMap((resource) -> resource.routes().stream())
					.map(ApiRoute::scope)
					.collect(Collectors.toSet()),
				"claimflow.api.clients");
	}

	/** Before any chain of the application's that is for all that others leave. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain claimflowApiSecurityFilterChain(HttpSecurity http, ApiIssuer issuer, ApiProperties properties,
			JWKSource<SecurityContext> keys) {
		return new ApiSecurity(issuer, Set.copyOf(properties.clients()), keys).chain(http);
	}

	/**
	 * The way of workflows to their own server where Tomcat makes it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tomcat.class, TomcatServletWebServerFactory.class })
	static class TomcatConfiguration {

		@Bean
		OwnServerFilter claimflowOwnServerFilter(ApiIssuer issuer, ApiProperties properties) {
			return new OwnServerFilter(issuer.audience(), properties.threads());
		}

		@Bean
		FilterRegistrationBean<OwnServerFilter> claimflowOwnServerFilterRegistration(OwnServerFilter filter) {
			FilterRegistrationBean<OwnServerFilter> registration = new FilterRegistrationBean<>(filter);
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

		@Bean
		OwnServerConnector claimflowOwnServerConnector(ApiIssuer issuer, ApiProperties properties,
				OwnServerFilter filter) {
			return new OwnServerConnector(issuer.secure(), properties.threads(), filter);
		}

	}

	@Bean
	OwnServer claimflowOwnServer(ApiIssuer issuer, ObjectProvider<OwnServerEntrance> entrances) {
		return new OwnServer(issuer.url(), OwnServerFilter.PATHS,
				() -> entrances.stream().flatMap((entrance) -> entrance.entrance().stream()).findFirst());
	}

}
