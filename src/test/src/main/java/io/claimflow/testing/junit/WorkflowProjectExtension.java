package io.claimflow.testing.junit;

import io.claimflow.InvalidProjectException;
import io.claimflow.testing.TestProject;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests the project that their class names.
 */
final class WorkflowProjectExtension implements ParameterResolver {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(WorkflowProjectExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == TestProject.class;
	}

	@Override
	public TestProject resolveParameter(ParameterContext parameter, ExtensionContext context) {
		String location = AnnotationSupport
			.findAnnotation(context.getRequiredTestClass(), WorkflowProject.class, context.getEnclosingTestClasses())
			.map(WorkflowProject::value)
			.orElseThrow(() -> new ParameterResolutionException("Name the project with @WorkflowProject on the class"));
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(location, WorkflowProjectExtension::load, TestProject.class);
	}

	private static TestProject load(String location) {
		try {
			return TestProject.builder().load(location);
		}
		catch (InvalidProjectException ex) {
			throw new ParameterResolutionException("The project " + location + " is rejected: " + ex.getMessage(), ex);
		}
	}

}
