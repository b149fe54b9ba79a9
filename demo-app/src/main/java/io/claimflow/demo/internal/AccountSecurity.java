package io.claimflow.demo.internal;

import java.util.Map;

import io.claimflow.demo.account.SecondFactors;

import org.springframework.stereotype.Component;

/**
 * Tells whether an account asks for a second factor.
 */
@Component
class AccountSecurity implements InternalEndpoint {

	private final SecondFactors secondFactors;

	AccountSecurity(SecondFactors secondFactors) {
		this.secondFactors = secondFactors;
	}

	@Override
	public String path() {
		return "/account/security";
	}

	@Override
	public Map<String, ?> answer(Map<String, Object> question) {
		return Map.of("secondFactor", this.secondFactors.isOn(InternalEndpoint.text(question, "user")));
	}

}
