package io.claimflow.spring.token;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/**
 * Lets no token out that is too large now that it is signed.
 *
 * @param delegate the application's own encoder, which signs
 * @param workflows what knows how large a token may be
 */
record SizedJwtEncoder(JwtEncoder delegate, TokenWorkflows workflows) implements JwtEncoder {

	@Override
	public Jwt encode(JwtEncoderParameters parameters) {
		Jwt token = this.delegate.encode(parameters);
		this.workflows.checkSize(token);
		return token;
	}

}
