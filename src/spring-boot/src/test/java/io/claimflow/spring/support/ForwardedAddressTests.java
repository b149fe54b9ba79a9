package io.claimflow.spring.support;

import java.io.IOException;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.RecordedRuns;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The addresses that workflows see behind a proxy.
 */
class ForwardedAddressTests {

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder()
			.m2m("")
			.user("")
			.write("kindeSrc/environment/workflows/signInWorkflow.ts", source("signIn", "user:post_authentication"))
			.write("kindeSrc/environment/workflows/passwordWorkflow.ts",
					source("password", "user:existing_password_provided"))
			.property("server.forward-headers-strategy", "framework")
			.with(Proxy.class)
			.start();
	}

	private static String source(String id, String trigger) {
		return "export const workflowSettings = { id: \"" + id + "\", trigger: \"" + trigger + "\" };\n"
				+ "export default async function () {}";
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "'for=\"[2001:db8::1]:4711\"', 2001:db8::1", "'for=\"[2001:db8::1]\"', 2001:db8::1",
			"'for=192.0.2.7:4711;proto=http', 192.0.2.7", "'for=192.0.2.7, for=198.51.100.1', 192.0.2.7",
			"'for=_hidden', _hidden" })
	void theyHaveNoBracketsAndNoPorts(String forwarded, String ip) {
		Proxy.forwarded = forwarded;
		RecordedRuns runs = server.context().getBean(RecordedRuns.class);
		runs.take();
		server.clientCredentials(AuthServerConfiguration.JWT);
		server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid");
		assertThat(runs.take()).extracting((run) -> run.event().request().get("ip"))
			.hasSizeGreaterThanOrEqualTo(4)
			.containsOnly(ip);
	}

	/** What a proxy adds to each request. */
	@Configuration(proxyBeanMethods = false)
	static class Proxy {

		static volatile String forwarded = "";

		@Bean
		RecordedRuns recordedRuns() {
			return new RecordedRuns();
		}

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> proxy() {
			return (factory) -> factory.addEngineValves(new ValveBase() {

				@Override
				public void invoke(Request request, Response response) throws IOException, ServletException {
					request.getCoyoteRequest().getMimeHeaders().setValue("Forwarded").setString(forwarded);
					getNext().invoke(request, response);
				}

			});
		}

	}

}
