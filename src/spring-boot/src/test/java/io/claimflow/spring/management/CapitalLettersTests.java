package io.claimflow.spring.management;

import java.util.List;

import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.provisioning.JdbcUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users of an application that looks for addresses in lower case, however they are typed.
 */
@ParameterizedClass
@EnumSource(ApiServer.Store.class)
class CapitalLettersTests {

	@Parameter
	private ApiServer.Store store;

	private static final String BCRYPT = new BCryptPasswordEncoder(4).encode("correct horse");

	private static ApiServer server;

	@BeforeParameterizedClassInvocation
	static void start(ApiServer.Store store) {
		server = ApiServer.start(store, (builder) -> builder.with(LowerCaseNames.class));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server.close();
	}

	private static Response create(String email) {
		return server.post("user",
				"{ \"identities\": [{ \"type\": \"email\", \"details\": { \"email\": \"" + email + "\" } }] }");
	}

	@Test
	void userWithCapitalLettersInTheAddressIsFoundAndSignsIn() {
		Response created = create("Ada@Example.com");
		assertThat(created.json()).containsEntry("created", true).containsEntry("id", "ada@example.com");
		for (String typed : List.of("Ada@Example.com", "ada@example.com", "ADA@EXAMPLE.COM")) {
			assertThat(server.get("users?email=" + typed).body()).contains("\"id\":\"ada@example.com\"");
			assertThat(server.get("user?id=" + typed).json()).containsEntry("preferred_email", "Ada@Example.com");
			assertThat(create(typed).json()).containsEntry("created", false).containsEntry("id", "ada@example.com");
		}
		assertThat(server
			.send("PUT", "users/Ada@Example.com/password", server.token(),
					"{ \"hashed_password\": \"" + BCRYPT + "\" }")
			.status()).isEqualTo(200);
		for (String typed : List.of("Ada@Example.com", "ada@example.com")) {
			Response signedIn = new Browser(server.auth()).post("/login", "username", typed, "password",
					"correct horse");
			assertThat(signedIn.location()).doesNotContain("error");
		}
	}

	@Test
	void accountThatTheApplicationMadeIsNotMadeAgain() {
		server.auth()
			.context()
			.getBean(JdbcUserDetailsManager.class)
			.createUser(User.withUsername("grace@example.com").password("{noop}x").roles("USER").build());
		assertThat(create("Grace@Example.com").json()).containsEntry("created", false)
			.containsEntry("id", "grace@example.com");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class LowerCaseNames {

		@Bean
		static BeanPostProcessor lowerCaseNames() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String beanName) {
					if (bean instanceof JdbcUserDetailsManager users) {
						users.setUsersByUsernameQuery("select username, password, enabled from users"
								+ " where cast(username as varchar(200)) = lower(?)");
					}
					return bean;
				}

			};
		}

	}

}
