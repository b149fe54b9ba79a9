package io.claimflow.spring.token;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.claimflow.spring.support.SpringFields;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Puts the workflows behind the customizers of Spring's own token generators, whoever
 * made them. Spring has a setter for a customizer and no getter, so what is there is read
 * from the field.
 */
final class TokenGeneratorInstaller {

	/** What no workflow shapes. */
	private static final Set<Class<?>> OTHERS = Set.of(OAuth2RefreshToken.class, OAuth2AuthorizationCode.class,
			OAuth2DeviceCode.class, OAuth2UserCode.class);

	/** What Spring Security customizes every token with. */
	private static final String SPRINGS = "org.springframework.security.config.annotation.web.configurers.oauth2.server"
			+ ".authorization.DefaultOAuth2TokenCustomizers";

	private final TokenWorkflows workflows;

	TokenGeneratorInstaller(TokenWorkflows workflows) {
		this.workflows = workflows;
	}

	/** Spring's generators within a generator, itself included. */
	static List<OAuth2TokenGenerator<?>> members(OAuth2TokenGenerator<?> generator) {
		if (!(generator instanceof DelegatingOAuth2TokenGenerator)) {
			return List.of(generator);
		}
		List<OAuth2TokenGenerator<?>> members = new ArrayList<>();
		for (Object member : (List<?>) Objects.requireNonNull(read(generator, List.class))) {
			members.addAll(members((OAuth2TokenGenerator<?>) member));
		}
		return members;
	}

	/**
	 * Whether every token of a generator's that a workflow shapes comes from Spring's own
	 * generators.
	 */
	static boolean known(OAuth2TokenGenerator<?> generator) {
		return members(generator).stream().allMatch((member) -> isCustomizable(member) || makesOthers(member));
	}

	/**
	 * Whether a generator's type says that it makes none but codes and refresh tokens.
	 */
	private static boolean makesOthers(OAuth2TokenGenerator<?> generator) {
		Class<?> token = ResolvableType.forInstance(generator).as(OAuth2TokenGenerator.class).resolveGeneric(0);
		return token != null && OTHERS.contains(token);
	}

	/** Whether a generator is one of Spring's that take a customizer. */
	static boolean isCustomizable(OAuth2TokenGenerator<?> generator) {
		return generator instanceof JwtGenerator || generator instanceof OAuth2AccessTokenGenerator;
	}

	/**
	 * Whether no customizer of the application's has a say in a generator, as Spring
	 * Security made the generator and found none to use.
	 * @param generator the generator, once it ends with the workflows
	 * @param type which of its members is meant
	 */
	static boolean isCustomizedBySpringAlone(@Nullable OAuth2TokenGenerator<?> generator, Class<?> type) {
		return generator != null && members(generator).stream()
			.filter(type::isInstance)
			.map((member) -> application(customizer(member)))
			.anyMatch((customizer) -> customizer != null && customizer.getClass().getName().startsWith(SPRINGS));
	}

	/**
	 * Makes a generator end with the workflows. A second call changes nothing.
	 * @param generator the generator
	 * @return the number of generators that run workflows now
	 */
	int install(OAuth2TokenGenerator<?> generator) {
		List<OAuth2TokenGenerator<?>> members = members(generator);
		OAuth2TokenCustomizer<JwtEncodingContext> jwts = members.stream()
			.filter(JwtGenerator.class::isInstance)
			.findFirst()
			.map(TokenGeneratorInstaller::<JwtEncodingContext>customizer)
			.orElse(null);
		int installed = 0;
		for (OAuth2TokenGenerator<?> member : members) {
			if (member instanceof JwtGenerator jwtGenerator) {
				OAuth2TokenCustomizer<JwtEncodingContext> present = customizer(member);
				if (!(present instanceof TokenWorkflows.WorkflowCustomizer)) {
					jwtGenerator.setJwtCustomizer(this.workflows.jwtCustomizer(present));
					size(jwtGenerator);
				}
				installed++;
			}
			else if (member instanceof OAuth2AccessTokenGenerator accessTokenGenerator) {
				OAuth2TokenCustomizer<OAuth2TokenClaimsContext> present = customizer(member);
				if (!(present instanceof TokenWorkflows.WorkflowCustomizer)) {
					accessTokenGenerator
						.setAccessTokenCustomizer(this.workflows.accessTokenCustomizer(present, application(jwts)));
				}
				installed++;
			}
		}
		return installed;
	}

	/** How large a token is shows when it is signed, which is after its customizers. */
	private void size(JwtGenerator generator) {
		SpringFields.find(JwtGenerator.class, JwtEncoder.class).ifPresent((field) -> {
			if (SpringFields.value(field, generator) instanceof JwtEncoder encoder
					&& !(encoder instanceof SizedJwtEncoder)) {
				SpringFields.set(field, generator, new SizedJwtEncoder(encoder, this.workflows));
			}
		});
	}

	private static <C extends OAuth2TokenContext> @Nullable OAuth2TokenCustomizer<C> application(
			@Nullable OAuth2TokenCustomizer<C> customizer) {
		return (customizer instanceof TokenWorkflows.WorkflowCustomizer<C> installed) ? installed.application()
				: customizer;
	}

	@SuppressWarnings("unchecked")
	private static <C extends OAuth2TokenContext> @Nullable OAuth2TokenCustomizer<C> customizer(
			OAuth2TokenGenerator<?> generator) {
		return (OAuth2TokenCustomizer<C>) read(generator, OAuth2TokenCustomizer.class);
	}

	private static @Nullable Object read(Object object, Class<?> type) {
		Field field = SpringFields.find(object.getClass(), type)
			.orElseThrow(() -> new UnsupportedTokenGeneratorException(object.getClass().getName(),
					"has no field of type " + type.getSimpleName() + " in this version of Spring Security"));
		return SpringFields.value(field, object);
	}

}
