package io.claimflow.testing.spring;

import io.claimflow.InvalidProjectException;
import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.ProjectReader;
import io.claimflow.testing.TestProject;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * The beans of a test of workflows: the project of the application, and the triggers that
 * its server fires, which are beans of parts that the test does not have.
 */
@AutoConfiguration
@Import(WorkflowTestAutoConfiguration.BuiltInTriggers.class)
class WorkflowTestAutoConfiguration {

	/** Where the project of an application is that says nothing. */
	private static final String DEFAULT_PROJECT = "classpath:/workflows";

	@Bean
	TestProject claimflowTestProject(WorkflowEngine engine, ProjectReader reader, Environment environment)
			throws InvalidProjectException {
		return TestProject.of(engine, reader.read(environment.getProperty("claimflow.project", DEFAULT_PROJECT)));
	}

	/** A bean for each. */
	static final class BuiltInTriggers implements BeanRegistrar {

		@Override
		public void register(BeanRegistry registry, Environment environment) {
			for (Trigger trigger : Trigger.builtIn()) {
				registry.registerBean("claimflowTestTrigger-" + trigger.id(), Trigger.class,
						(bean) -> bean.supplier((context) -> trigger));
			}
		}

	}

}
