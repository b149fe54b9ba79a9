package io.claimflow.spring.git.remote;

/**
 * Who asks over https.
 *
 * @param username the user name
 * @param password the password or the token
 */
public record GitLogin(String username, String password) {

	@Override
	public String toString() {
		return "GitLogin[" + this.username + "]";
	}

}
