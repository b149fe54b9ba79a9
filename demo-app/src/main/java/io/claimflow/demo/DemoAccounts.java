package io.claimflow.demo;

/**
 * The accounts that every demo server has. They are public knowledge: a server that
 * anybody else can reach must not have them.
 */
public final class DemoAccounts {

	/** The sign-in name of the user. */
	public static final String USERNAME = "ada@example.com";

	/** The user's password. */
	public static final String PASSWORD = "correct-horse-battery";

	/** What lets the user use the console. */
	public static final String OPERATOR = "ROLE_OPERATOR";

	/** The user's name for people. */
	public static final String DISPLAY_NAME = "Ada";

	/** The sign-in name of a user whom only the old user base knows. */
	public static final String OLD_USERNAME = "bob@example.com";

	/** The password of that user. */
	public static final String OLD_PASSWORD = "blue-bicycle-bell";

	/** The client that gets tokens for itself (RFC 6749, section 4.4). */
	public static final String MACHINE_CLIENT = "demo-m2m";

	/** The secret of {@link #MACHINE_CLIENT}. */
	public static final String MACHINE_SECRET = "demo-m2m-secret";

	/** The client that gets tokens to push deployments and to look at runs with. */
	public static final String DEPLOY_CLIENT = "demo-deploy";

	/** The secret of {@link #DEPLOY_CLIENT}. */
	public static final String DEPLOY_SECRET = "demo-deploy-secret";

	/** The client by which people log in with the command line tool (RFC 8628). */
	public static final String LOGIN_CLIENT = "claimflow";

	/** The public client behind the pages (RFC 6749, section 2.1). */
	public static final String WEB_CLIENT = "demo-web";

	/** The identifier of the partner's registration, where its users sign in. */
	public static final String PARTNER = "partner";

	/** What the partner calls this server. */
	public static final String PARTNER_CLIENT = "claimflow-demo";

	/** The sign-in name of a user of the partner's. */
	public static final String PARTNER_USERNAME = "carol@partner.example";

	/** A user whom the partner has not put into the group that may come here. */
	public static final String PARTNER_USERNAME_WITHOUT_GROUP = "dave@partner.example";

	/** A user whose address does not last. */
	public static final String PARTNER_USERNAME_THAT_DOES_NOT_LAST = "erin@disposable.example";

	/** The password of all users of the partner's. */
	public static final String PARTNER_PASSWORD = "green-garden-gate";

	private DemoAccounts() {
	}

	/**
	 * The command line that gets a token for {@link #MACHINE_CLIENT}.
	 * @param tokenUrl the URL of the token endpoint
	 */
	public static String curl(String tokenUrl) {
		return "curl -s -u " + MACHINE_CLIENT + ":" + MACHINE_SECRET
				+ " -d grant_type=client_credentials -d \"scope=read:users\" " + tokenUrl;
	}

	/**
	 * The command lines that zip a project, push it and make it live.
	 * @param folder the folder of the project
	 * @param url the URL of the server, without a slash at its end
	 */
	public static String push(String folder, String url) {
		return """
				TOKEN=$(curl -s -u %s:%s -d grant_type=client_credentials \\
				  -d "scope=claimflow:read claimflow:deploy" %s/oauth2/token \\
				  | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')
				(cd %s && zip -qFSr /tmp/project.zip .)
				curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/zip" \\
				  --data-binary @/tmp/project.zip "%s/claimflow/deployments?live=true"
				""".formatted(DEPLOY_CLIENT, DEPLOY_SECRET, url, folder, url).strip();
	}

}
