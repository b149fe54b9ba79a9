package io.claimflow.spring.token;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * How a developer calls a token customizer: by its bean, or by the class that it is
 * written in.
 */
final class CustomizerNames {

	private static final ResolvableType TYPE = ResolvableType.forClassWithGenerics(OAuth2TokenCustomizer.class,
			JwtEncodingContext.class);

	/** Where Spring Security puts its own customizer before the application's. */
	private static final String SPRINGS = "org.springframework.security.config.";

	private final ListableBeanFactory beans;

	CustomizerNames(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/** What makes the claims of ID tokens, as the subject of a sentence. */
	String of(@Nullable OAuth2TokenCustomizer<JwtEncodingContext> customizer) {
		if (customizer == null) {
			return "The token generator";
		}
		String type = customizer.getClass().getName();
		Object wanted = type.startsWith(SPRINGS) ? this.beans.getBeanProvider(TYPE).getIfUnique() : customizer;
		for (String name : this.beans.getBeanNamesForType(TYPE)) {
			if (this.beans.getBean(name) == wanted) {
				return "The token customizer '" + name + "' (" + written(wanted.getClass().getName()) + ")";
			}
		}
		return "The token customizer " + written(type);
	}

	/** A lambda has no name: the class that it stands in has. */
	private static String written(String type) {
		int lambda = type.indexOf("$$Lambda");
		return (lambda > 0) ? "in " + type.substring(0, lambda) : type;
	}

}
