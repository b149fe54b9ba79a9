package io.claimflow.spring.management;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.management.ApiException;
import io.claimflow.management.ApplicationManagement;
import io.claimflow.management.BillingManagement;
import io.claimflow.management.BusinessManagement;
import io.claimflow.management.FeatureFlagManagement;
import io.claimflow.management.ManagedUser;
import io.claimflow.management.MfaManagement;
import io.claimflow.management.NewOrganization;
import io.claimflow.management.NewUser;
import io.claimflow.management.Organization;
import io.claimflow.management.OrganizationManagement;
import io.claimflow.management.Property;
import io.claimflow.management.PropertyManagement;
import io.claimflow.management.PropertyOwner;
import io.claimflow.management.RoleManagement;
import io.claimflow.management.UserManagement;
import io.claimflow.management.UserProfile;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.EveryEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Management calls in applications of several kinds.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApiSetUpTests {

	@Test
	void applicationsOwnBeansTakeThePlaceOfTheTables() {
		try (ApiServer server = ApiServer.start((builder) -> builder.with(OwnBeans.class))) {
			assertThat(server.get("user?id=own-1").json()).containsEntry("preferred_email", "own@one.example")
				.containsEntry("billing", Map.of("customer_id", "customer_1"));
			assertThat(server.get("users/own-1/properties").body()).contains("\"key\":\"town\"");
			assertThat(server.get("users/own-1/mfa").body()).contains("authenticator_app");
			assertThat(server.get("business").body()).contains("Own Ltd", "bus_own");
			assertThat(server.get("organization?code=org_own").json()).containsEntry("billing",
					Map.of("billing_customer_id", "customer_1", "agreements",
							List.of(Map.of("plan_code", "pro", "agreement_id", "agreement_1"))));
			assertThat(server.get("billing/agreements?customer_id=customer_1").body()).contains("agreement_1", "pro");
			assertThat(server.get("billing/entitlements?customer_id=customer_1").body()).contains(
					"\"feature_code\":\"seats\"", "\"entitlement_limit_max\":25", "\"plans\":[",
					"\"subscribed_on\":\"2026-01-02T03:04:05Z\"");
			assertThat(server.get("applications").json()).containsEntry("applications",
					List.of(Map.of("id", "web", "name", "Web", "type", "reg")));
			assertThat(server.get("organizations/org_own/users/own-1/roles").json()).containsEntry("roles",
					List.of(Map.of("id", "role_1", "key", "admin", "name", "Administrator")));
			assertThat(server.get("organizations/org_own/users/own-1/permissions?expand=roles").body())
				.contains("\"key\":\"orders:read\"", "\"roles\":[{");
			assertThat(server.get("organizations/org_own/users/own-1/permissions").body()).doesNotContain("\"roles\"");
			assertThat(server.get("organizations/org_own/users/nobody/roles").status()).isEqualTo(404);
			assertThat(server.send("PATCH", "organizations/org_own/feature_flags/beta?value=true", server.token(), null)
				.body()).contains("org_own beta true");
			assertThat(server.get("organizations").status()).isEqualTo(501);
			assertThat(server.send("PATCH", "user?id=own-1", server.token(), "{}").status()).isEqualTo(501);
		}
	}

	@Test
	void withoutADatabaseTheServerSaysWhatItIsMissing() {
		try (AuthServer server = AuthServer.builder()
			.m2m("")
			.property("spring.security.oauth2.authorizationserver.issuer", ApiServer.ISSUER)
			.property("claimflow.api.enabled", true)
			.property("claimflow.api.clients", ApiServer.CLIENT)
			.with(Client.class)
			.withoutProperty("spring.datasource.url")
			.property("spring.autoconfigure.exclude",
					"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
			.start()) {
			String token = server.clientCredentials(ApiServer.CLIENT, "audience", ApiServer.AUDIENCE)
				.text("access_token");
			Response response = server.get("/api/v1/user?id=x", token);
			assertThat(response.status()).isEqualTo(501);
			assertThat(response.body()).contains("io.claimflow.management.UserManagement");
		}
	}

	@Test
	void withoutItsTablesTheServerSaysHowToGetThem() {
		try (ApiServer server = ApiServer
			.start((builder) -> builder.property("claimflow.jdbc.initialize-schema", "never"))) {
			Response response = server.get("organization?code=org_1");
			assertThat(response.status()).isEqualTo(501);
			assertThat(response.body()).contains("claimflow.jdbc.initialize-schema");
		}
	}

	@Test
	void serverWithoutAFixedIssuerDoesNotStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> ApiServer
			.start((builder) -> builder.withoutProperty("spring.security.oauth2.authorizationserver.issuer")));
		assertThat(output).contains("claimflow.api.enabled", "spring.security.oauth2.authorizationserver.issuer");
	}

	@Test
	void applicationsOwnChainsLeaveTheCallsAlone() {
		try (ApiServer server = ApiServer.start((builder) -> builder.with(EveryEndpoint.class, OwnRoute.class))) {
			assertThat(server.get("business").status()).isEqualTo(200);
			assertThat(server.send("GET", "business", null, null).status()).isEqualTo(401);
			assertThat(server.auth().get("/own", "not-asked").status()).isNotEqualTo(401);
		}
	}

	/** A route that the application leaves open, before its chain for all else. */
	@Configuration(proxyBeanMethods = false)
	static class OwnRoute {

		@Bean
		@Order(0)
		SecurityFilterChain ownRoute(HttpSecurity http) {
			http.securityMatcher(PathPatternRequestMatcher.withDefaults().matcher("/own"));
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
			return http.build();
		}

	}

	/** A client of a server that has users in memory. */
	@Configuration(proxyBeanMethods = false)
	static class Client {

		@Bean
		@Primary
		RegisteredClientRepository apiClients() {
			return new ApiServer.Application().registeredClientRepository();
		}

	}

	/** An application with all of it. */
	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		UserManagement users() {
			ManagedUser user = new ManagedUser("own-1", UserProfile.ofEmail("own@one.example"), false,
					List.of("org_own"), null, "customer_1");
			return new UserManagement() {

				@Override
				public Optional<ManagedUser> find(String id) {
					return Optional.of(user).filter((own) -> own.id().equals(id));
				}

				@Override
				public Optional<ManagedUser> findByEmail(String email) {
					return Optional.empty();
				}

				@Override
				public Creation create(NewUser user) {
					throw new ApiException(400, "OWN", "Not here");
				}

				@Override
				public boolean setPassword(String id, String encodedPassword) {
					return false;
				}

			};
		}

		@Bean
		PropertyManagement properties() {
			return new PropertyManagement() {

				@Override
				public List<Property> list(PropertyOwner owner, String ownerId) {
					return List.of(new Property("prop_1", "town", "Town", null, "Staines"));
				}

				@Override
				public void update(PropertyOwner owner, String ownerId, Map<String, String> values) {
					throw new ApiException(400, "OWN", "Not here");
				}

			};
		}

		@Bean
		MfaManagement factors() {
			return (userId) -> Optional.of(new MfaManagement.Factor("mfa_1", "authenticator_app", null, true, 1,
					Instant.parse("2026-01-02T03:04:05Z"), null));
		}

		@Bean
		OrganizationManagement organizations() {
			return new OrganizationManagement() {

				@Override
				public Optional<Organization> find(String code) {
					return Optional.of(new Organization(code, "Own", null, null, Instant.parse("2026-01-02T03:04:05Z"),
							"customer_1"));
				}

				@Override
				public Organization create(NewOrganization organization) {
					throw new ApiException(400, "OWN", "Not here");
				}

			};
		}

		@Bean
		ApplicationManagement applications() {
			return (after, maximum) -> List.of(new ApplicationManagement.Application("web", "Web", "reg"));
		}

		@Bean
		FeatureFlagManagement flags() {
			return (organization, key, value) -> {
				throw new ApiException(400, "OWN", organization + " " + key + " " + value);
			};
		}

		@Bean
		RoleManagement roles() {
			RoleManagement.Role role = new RoleManagement.Role("role_1", "admin", "Administrator");
			return new RoleManagement() {

				@Override
				public List<Role> roles(String organizationCode, String userId) {
					return List.of(role);
				}

				@Override
				public List<Permission> permissions(String organizationCode, String userId) {
					return List.of(new Permission("perm_1", "orders:read", "Read orders", null, List.of(role)));
				}

			};
		}

		@Bean
		BillingManagement billing() {
			return new BillingManagement() {

				@Override
				public List<Entitlement> entitlements(String customerId) {
					return List.of(new Entitlement("entitlement_1", "seats", "Seats", "Pro", null, 100, 1, 25));
				}

				@Override
				public List<Plan> plans(String customerId) {
					return List.of(new Plan("pro", Instant.parse("2026-01-02T03:04:05Z")));
				}

				@Override
				public List<Agreement> agreements(String customerId) {
					return List.of(new Agreement("agreement_1", "pro", null));
				}

			};
		}

		@Bean
		BusinessManagement business() {
			return () -> BusinessManagement.Business.of("bus_own", "Own Ltd");
		}

	}

}
