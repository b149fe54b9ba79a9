package io.claimflow.spring.authorization;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;

import io.claimflow.spring.support.SpringFields;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService.JsonMapperOAuth2AuthorizationParametersMapper;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;

/**
 * Lets a {@link JdbcOAuth2AuthorizationService} read back claims that are whole numbers
 * beyond 32 bits. It writes a {@code Long} together with its type, and refuses that very
 * type when it reads; without a type, the number reads as what it was. Whatever else the
 * application's own {@code JsonMapper} does, it goes on doing.
 */
final class PlainLongClaims implements BeanPostProcessor {

	private final Set<Object> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof OAuth2AuthorizationService service) {
			keep(service);
		}
		return bean;
	}

	/** Looks after the service of a security filter chain, which need not be a bean. */
	AbstractHttpConfigurer<?, HttpSecurity> configurer() {
		return new Configurer(this);
	}

	/** Looks into a service, and into those that it wraps. */
	private void keep(OAuth2AuthorizationService service) {
		if (!this.seen.add(service)) {
			return;
		}
		if (service instanceof JdbcOAuth2AuthorizationService jdbc) {
			SpringFields.read(JdbcOAuth2AuthorizationService.class, jdbc, Function.class)
				.filter(JsonMapperOAuth2AuthorizationParametersMapper.class::isInstance)
				.flatMap((parameters) -> SpringFields.read(JsonMapperOAuth2AuthorizationParametersMapper.class,
						parameters, JsonMapper.class))
				.ifPresent((mapper) -> jdbc.setAuthorizationParametersMapper(
						new JsonMapperOAuth2AuthorizationParametersMapper(withPlainLongs(mapper))));
		}
		SpringFields.all(service, OAuth2AuthorizationService.class).forEach((field) -> {
			if (SpringFields.value(field, service) instanceof OAuth2AuthorizationService wrapped) {
				keep(wrapped);
			}
		});
	}

	private static JsonMapper withPlainLongs(JsonMapper mapper) {
		return mapper.rebuild()
			.addModule(new SimpleModule("claimflow-longs").addSerializer(Long.class, new PlainLong()))
			.build();
	}

	private static final class Configurer extends AbstractHttpConfigurer<Configurer, HttpSecurity> {

		private final PlainLongClaims numbers;

		Configurer(PlainLongClaims numbers) {
			this.numbers = numbers;
		}

		@Override
		public void configure(HttpSecurity http) {
			OAuth2AuthorizationService service = http.getSharedObject(OAuth2AuthorizationService.class);
			if (service != null) {
				this.numbers.keep(service);
			}
		}

	}

	/** Writes a number as a number. */
	private static final class PlainLong extends StdSerializer<Long> {

		PlainLong() {
			super(Long.class);
		}

		@Override
		public void serialize(Long value, JsonGenerator generator, SerializationContext context) {
			generator.writeNumber(value.longValue());
		}

		@Override
		public void serializeWithType(Long value, JsonGenerator generator, SerializationContext context,
				TypeSerializer type) {
			generator.writeNumber(value.longValue());
		}

	}

}
