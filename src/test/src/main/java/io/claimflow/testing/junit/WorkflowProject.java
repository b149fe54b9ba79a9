package io.claimflow.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Loads a project of workflows for the tests of a class, which take it as a parameter of
 * the type {@link io.claimflow.testing.TestProject}. It is loaded once for all classes of
 * a test run that name the same location.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(WorkflowProjectExtension.class)
public @interface WorkflowProject {

	/**
	 * A {@code file:} or {@code classpath:} location, or the path of a folder relative to
	 * the one in which the tests run.
	 */
	String value();

}
