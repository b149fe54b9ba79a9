package io.claimflow.testing.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.claimflow.testing.TestProject;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A slice of a Spring Boot application: its workflows, with the project, the limits, the
 * variables, the keys, the triggers and the texts that the application is configured
 * with. The test has a bean of type {@link TestProject}. Nothing listens, no database is
 * opened, and calls of workflows reach nothing but the stubs of the test.
 * <p>
 * Of the components that are scanned, those are in it that are a {@code VariableSource},
 * a {@code SecureFetchKeys} or a {@code Trigger}; others are added with {@code @Import}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(ClaimflowTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(ClaimflowTypeExcludeFilter.class)
@ImportAutoConfiguration
public @interface ClaimflowTest {

	/** Properties beside those of the application, in the form {@code key=value}. */
	String[] properties() default {};

	/** Whether components that are a part of such a test by themselves are in it. */
	boolean useDefaultFilters() default true;

	/** Filters of further components that are in it. */
	Filter[] includeFilters() default {};

	/** Filters of components that are not. */
	Filter[] excludeFilters() default {};

	/** Auto-configurations that are not in it. */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
