package io.claimflow.demo.internal;

import java.util.Map;

import io.claimflow.demo.account.SecondFactors;

import org.springframework.stereotype.Component;

/**
 * Tells how many minutes ago somebody gave the second factor with the same browser, if
 * ever.
 */
@Component
class SecondFactorAge implements InternalEndpoint {

	private final SecondFactors secondFactors;

	SecondFactorAge(SecondFactors secondFactors) {
		this.secondFactors = secondFactors;
	}

	@Override
	public String path() {
		return "/second-factor/age";
	}

	@Override
	public Map<String, ?> answer(Map<String, Object> question) {
		return this.secondFactors
			.age(InternalEndpoint.text(question, "user"), InternalEndpoint.text(question, "address"),
					InternalEndpoint.text(question, "userAgent"))
			.map((age) -> Map.of("minutes", age.toMinutes()))
			.orElse(Map.of());
	}

}
