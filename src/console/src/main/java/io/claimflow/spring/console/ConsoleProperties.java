package io.claimflow.spring.console;

import java.time.Duration;

import io.claimflow.spring.support.PropertyChecks;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The console.
 *
 * @param enabled Whether there are pages for operators at /claimflow/console.
 * @param viewAuthority Authority of those who may see the pages.
 * @param changeAuthority Authority of those who may see the pages, and change what they
 * show.
 * @param valuesAuthority Authority of those of them who may see values of claims, where
 * the run log keeps them; nobody may if there is none.
 * @param signInPage Path of the application at which people sign in.
 * @param requestsPerMinute Number of pages that somebody may ask for within a minute.
 * @param traceLink Address of a trace, with {traceId} in place of its identifier.
 * @param logLink Address of the log lines of a run, with {runId} and {traceId} in place
 * of its identifiers.
 * @param comparedRuns Number of recorded runs whose tokens are compared for a deployment.
 * @param comparisonTime Time after which no further run is compared.
 * @param realCalls Whether somebody who tries a workflow may have its calls made, in
 * place of a stub that answers them.
 */
@ConfigurationProperties("claimflow.console")
record ConsoleProperties(@DefaultValue("false") boolean enabled, @Nullable String viewAuthority,
		@Nullable String changeAuthority, @Nullable String valuesAuthority, @DefaultValue("/login") String signInPage,
		@DefaultValue("300") int requestsPerMinute, @Nullable String traceLink, @Nullable String logLink,
		@DefaultValue("20") int comparedRuns, @DefaultValue("10s") Duration comparisonTime,
		@DefaultValue("false") boolean realCalls) {

	private static final String PREFIX = "claimflow.console";

	ConsoleProperties {
		PropertyChecks checks = new PropertyChecks(PREFIX);
		checks.check("sign-in-page", signInPage, signInPage.startsWith("/") && !signInPage.startsWith("//"),
				"a path of this application, such as /login");
		checks.count("requests-per-minute", requestsPerMinute, 1);
		checkLink(checks, "trace-link", traceLink, "{traceId}");
		checkLink(checks, "log-link", logLink, "{runId}", "{traceId}");
		checks.count("compared-runs", comparedRuns, 1);
		checks.time("comparison-time", comparisonTime);
	}

	private static void checkLink(PropertyChecks checks, String name, @Nullable String link, String... variables) {
		if (link != null) {
			String address = link;
			for (String variable : variables) {
				address = address.replace(variable, "0");
			}
			checks.check(name, link, !address.equals(link) && address.matches("https?://[^\\s{}<>\"]+"),
					"an address of http or https with " + String.join(" or ", variables) + " in it");
		}
	}

	/**
	 * The authority of those who may see the pages.
	 * @throws InvalidConfigurationPropertyValueException if there is none
	 */
	String authorityToView() {
		return authority("view-authority", this.viewAuthority);
	}

	/**
	 * The authority of those who may change something.
	 * @throws InvalidConfigurationPropertyValueException if there is none
	 */
	String authorityToChange() {
		return authority("change-authority", this.changeAuthority);
	}

	private static String authority(String name, @Nullable String authority) {
		if (authority == null || !StringUtils.hasText(authority)) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "." + name, authority,
					"claimflow.console.enabled is true, and nobody is named who may use the console: set both"
							+ " claimflow.console.view-authority and claimflow.console.change-authority to an authority"
							+ " of the application's users, such as ROLE_WORKFLOW_VIEWER and ROLE_WORKFLOW_ADMIN."
							+ " Whoever has the second one decides which code decides about tokens.");
		}
		return authority;
	}

}
