package io.claimflow.testing.spring;

import java.util.Set;

import io.claimflow.SecureFetchKeys;
import io.claimflow.Trigger;
import io.claimflow.VariableSource;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves out the components of an application that workflows do not need. */
final class ClaimflowTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<ClaimflowTest> {

	ClaimflowTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return Set.of(VariableSource.class, SecureFetchKeys.class, Trigger.class);
	}

}
