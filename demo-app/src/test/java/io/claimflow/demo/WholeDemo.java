package io.claimflow.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * The demo with its partner. All tests with this annotation share one server, whose
 * accounts are after each test as they were before. A loop that does not end is ended
 * soon, after so many statements.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:whole", "demo.partner.enabled=true",
				"claimflow.limits.statements=100000", "claimflow.console.view-authority=ROLE_VIEWER" })
@ExtendWith(AccountsAsTheyWere.class)
@interface WholeDemo {

}
