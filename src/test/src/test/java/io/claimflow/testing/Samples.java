package io.claimflow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.claimflow.InvalidProjectException;
import io.claimflow.project.Project;

/**
 * Projects of tests.
 */
final class Samples {

	/** The workflow of the guide: a plan from a variable and from another system. */
	static final String MACHINE_TOKEN = """
			import { fetch, getEnvironmentVariable, m2mTokenClaims } from "@kinde/infrastructure";

			export const workflowSettings = {
			  id: "machine-token",
			  trigger: "m2m:token_generation",
			  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {}, "kinde.auth": {}, "kinde.cache": {}, url: {} },
			};

			export default async function (event: any) {
			  const { clientId } = event.context.application;
			  const { data } = await fetch<any>(`https://crm.example/plans/${clientId}`, { method: "GET", headers: {} });
			  console.log("plan of", clientId);
			  m2mTokenClaims<any>().plan = { name: getEnvironmentVariable("PLAN")?.value, seats: data.seats };
			}
			""";

	private Samples() {
	}

	/** A project of files, each a path and its text. */
	static Project project(String... filesAndTexts) {
		Map<String, String> files = new LinkedHashMap<>();
		files.put("kinde.json", "{ \"version\": \"2024-12-09\", \"rootDir\": \"src\" }");
		for (int i = 0; i < filesAndTexts.length; i += 2) {
			boolean whole = filesAndTexts[i].contains("/") || filesAndTexts[i].equals("kinde.json");
			files.put(whole ? filesAndTexts[i] : "src/environment/workflows/" + filesAndTexts[i], filesAndTexts[i + 1]);
		}
		return Project.of("the sample", files);
	}

	/** A workflow of machines with the bindings that tests need. */
	static String machine(String body) {
		return """
				import { m2mTokenClaims, denyAccess, getEnvironmentVariable, createKindeAPI } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "machine-token",
				  trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {}, "kinde.auth": {}, "kinde.cache": {},
				    "kinde.localization": {}, url: {} },
				};
				export default async function (event: any) {
				%s
				}
				"""
			.formatted(body);
	}

	static TestProject load(Project project) {
		try {
			return TestProject.builder().limits(PATIENT).load(project);
		}
		catch (InvalidProjectException ex) {
			throw new AssertionError(ex.getMessage(), ex);
		}
	}

	/** A machine that is busy is slow. What is tested is no limit of time. */
	static final io.claimflow.Limits PATIENT = io.claimflow.Limits.builder()
		.deadline(java.time.Duration.ofSeconds(20))
		.cpuTime(java.time.Duration.ofSeconds(20))
		.build();

}
