package io.claimflow.spring.password;

/**
 * The sources of workflows on the triggers of forms.
 */
public final class PasswordWorkflow {

	static final String EXISTING = "user:existing_password_provided";

	static final String NEW = "user:new_password_provided";

	private PasswordWorkflow() {
	}

	/** The file of the workflow of a trigger. */
	public static String file(String trigger) {
		return "kindeSrc/environment/workflows/" + trigger.substring("user:".length()) + "Workflow.ts";
	}

	/** A workflow that stops the flow if it fails. */
	public static String source(String trigger, String body) {
		return source(trigger, "stop", body);
	}

	/**
	 * A workflow with every binding that its trigger has, and {@code post}, which sends
	 * JSON to the server itself.
	 */
	public static String source(String trigger, String failurePolicy, String body) {
		return """
				import { denyAccess, fetch, invalidateFormField } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "%s", trigger: "%s", failurePolicy: { action: "%s" },
				  bindings: { "kinde.auth": {}, %s "kinde.fetch": {}, url: {} },
				};
				export default async function (event: any) {
				  const { auth } = event.context;
				  const post = (path: string, body: unknown) => fetch<any>(event.context.domains.kindeDomain + path,
				    { method: "POST", headers: {}, body, responseFormat: "text" });
				%s
				}
				""".formatted(trigger, trigger, failurePolicy,
				trigger.equals("user:pre_registration") ? "" : "'kinde.widget': {},", body);
	}

}
