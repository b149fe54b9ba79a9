package io.claimflow;

/**
 * A token whose claims a workflow may edit, named by the binding that edits it.
 */
public enum TokenType {

	/** The access token that a user's client receives (RFC 9068, or opaque). */
	ACCESS_TOKEN("kinde.accessToken"),

	/** The ID token (OpenID Connect Core 1.0, section 2). */
	ID_TOKEN("kinde.idToken"),

	/** The access token of a client-credentials grant (RFC 6749, section 4.4). */
	M2M_TOKEN("kinde.m2mToken");

	private final String binding;

	TokenType(String binding) {
		this.binding = binding;
	}

	/**
	 * The name under which {@code workflowSettings.bindings} declares access to this
	 * token.
	 */
	public String binding() {
		return this.binding;
	}

}
