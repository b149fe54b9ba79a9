package io.claimflow.spring.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.spring.server.AuthServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.StaticMessageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Triggers that an application declares as beans and fires itself, and the texts that
 * their workflows take from it.
 */
class OwnTriggerTests {

	private static final Trigger ORDER_PLACED = new Trigger("shop:order_placed", Set.of(),
			Set.of(Effect.DenyAccess.class));

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder().write("kindeSrc/environment/workflows/orderWorkflow.ts", """
				import { denyAccess, getLocalization } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "order", trigger: "shop:order_placed", bindings: { "kinde.auth": {}, "kinde.localization": {} },
				};
				export default function (event: any) {
				  if (event.request.total > 100) denyAccess(getLocalization("order.limit") ?? "none");
				  if (event.request.total === 13) denyAccess(getLocalization("order.unlucky") ?? "none");
				}
				""").write("kindeSrc/environment/workflows/planWorkflow.ts", """
				import { denyPlanSelection } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "plan", trigger: "user:plan_selection", bindings: { "kinde.plan": {} },
				};
				export default function (event: any) {
				  denyPlanSelection("Too many users", ["Remove 3 users"]);
				}
				""").with(Shop.class).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void forgetLocale() {
		LocaleContextHolder.resetLocaleContext();
	}

	private static Outcome fire(Trigger trigger, Map<String, Object> request) {
		WorkflowRuns runs = server.context().getBean(WorkflowRuns.class);
		return runs.run(runs.workflow(trigger).orElseThrow(), new Event(request, Map.of()), Claims.none());
	}

	@Test
	void anApplicationFiresATriggerOfItsOwn() {
		assertThat(fire(ORDER_PLACED, Map.of("total", 5)).status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(fire(ORDER_PLACED, Map.of("total", 500)).status()).isEqualTo(Outcome.Status.DENIED);
	}

	@Test
	void anApplicationThatHasPlansFiresTheirTrigger() {
		assertThat(fire(Trigger.PLAN_SELECTION, Map.of()).effects())
			.containsExactly(new Effect.DenyPlanSelection("Too many users", List.of("Remove 3 users")));
	}

	@Test
	void textsAreTheApplicationsMessagesInTheUsersLanguage() {
		LocaleContextHolder.setLocale(Locale.GERMAN);
		assertThat(fire(ORDER_PLACED, Map.of("total", 500)).denial()).contains(new Effect.DenyAccess("Mehr als {0}"));
		LocaleContextHolder.setLocale(Locale.ENGLISH);
		assertThat(fire(ORDER_PLACED, Map.of("total", 500)).denial()).contains(new Effect.DenyAccess("More than {0}"));
		assertThat(fire(ORDER_PLACED, Map.of("total", 13)).denial()).contains(new Effect.DenyAccess("none"));
	}

	@Test
	void twoTriggersOfOneNameStopTheStart() {
		assertThatException().isThrownBy(() -> AuthServer.builder().with(Shop.class, SecondShop.class).start().close())
			.havingRootCause()
			.withMessage(
					"Two different triggers are called \"shop:order_placed\"; give one of them another identifier");
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		@Bean
		Trigger orderPlaced() {
			return ORDER_PLACED;
		}

		@Bean
		Trigger planSelection() {
			return Trigger.PLAN_SELECTION;
		}

		@Bean
		MessageSource messageSource() {
			StaticMessageSource messages = new StaticMessageSource();
			messages.addMessage("order.limit", Locale.GERMAN, "Mehr als {0}");
			messages.addMessage("order.limit", Locale.ENGLISH, "More than {0}");
			return messages;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondShop {

		@Bean
		Trigger orderPlacedElsewhere() {
			return new Trigger(ORDER_PLACED.id(), Set.of(), Set.of());
		}

	}

}
