package io.claimflow.testing.spring;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.web.WebMergedContextConfiguration;

/** Finds the application of a test, which is one of the web, though nothing listens. */
final class ClaimflowTestContextBootstrapper extends TestSliceTestContextBootstrapper<ClaimflowTest> {

	@Override
	protected MergedContextConfiguration processMergedContextConfiguration(MergedContextConfiguration configuration) {
		return new WebMergedContextConfiguration(super.processMergedContextConfiguration(configuration),
				determineResourceBasePath(configuration));
	}

}
