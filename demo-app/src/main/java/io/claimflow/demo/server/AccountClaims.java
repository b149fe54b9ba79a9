package io.claimflow.demo.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/**
 * The claims that this server sets by itself, without any workflow: what the account says
 * in the ID token (OpenID Connect Core 1.0, section 5.4), and everything that the user
 * may do in the access token. It is the kind of code that many servers have, with what
 * workflows are there to put right: a locale in Java's notation, and permissions that
 * fill the token.
 */
@Component
class AccountClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

	private static final List<String> ACTIONS = List.of("read", "write");

	private static final List<String> RESOURCES = List.of("articles", "comments", "exports", "images", "invitations",
			"profiles", "reports", "settings", "tags", "teams");

	private final JdbcClient jdbc;

	AccountClaims(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void customize(JwtEncodingContext context) {
		if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
			return;
		}
		if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
			context.getClaims().claim("permissions", permissions());
			Authentication principal = context.getPrincipal();
			if (principal != null) {
				find(principal.getName()).ifPresent((account) -> add(context, "plan", account.plan()));
			}
		}
		else if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
			Authentication principal = context.getPrincipal();
			if (principal != null) {
				find(principal.getName()).ifPresent((account) -> addTo(context, account));
			}
		}
	}

	private Optional<Account> find(String username) {
		return this.jdbc.sql("select username, display_name, locale, plan from users where username = ?")
			.param(username)
			.query(Account.class)
			.optional();
	}

	private static List<String> permissions() {
		// Claims are stored as JSON with their Java types, and List.of(..) is not among
		// those that Spring Security reads back.
		List<String> permissions = new ArrayList<>();
		for (String action : ACTIONS) {
			RESOURCES.forEach((resource) -> permissions.add(action + ":" + resource));
		}
		return permissions;
	}

	private static void addTo(JwtEncodingContext context, Account account) {
		if (context.getAuthorizedScopes().contains(OidcScopes.PROFILE)) {
			add(context, StandardClaimNames.NAME, account.displayName());
			add(context, StandardClaimNames.LOCALE, account.locale());
		}
		if (context.getAuthorizedScopes().contains(OidcScopes.EMAIL)) {
			add(context, StandardClaimNames.EMAIL, account.username());
		}
	}

	private static void add(JwtEncodingContext context, String claim, @Nullable String value) {
		if (value != null) {
			context.getClaims().claim(claim, value);
		}
	}

	record Account(String username, @Nullable String displayName, @Nullable String locale, @Nullable String plan) {
	}

}
