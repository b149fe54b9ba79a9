package io.claimflow.store;

import java.util.function.Function;

import io.claimflow.support.HiddenFields;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService.JsonMapperOAuth2AuthorizationParametersMapper;

/**
 * Lets a {@link JdbcOAuth2AuthorizationService} read back claims that are whole numbers
 * beyond 32 bits. It writes a {@code Long} together with its type, and refuses that very
 * type when it reads; without a type, the number reads as what it was. Whatever else the
 * application's own {@code JsonMapper} does, it goes on doing.
 */
public final class JdbcAuthorizationPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof JdbcOAuth2AuthorizationService service) {
			HiddenFields.read(JdbcOAuth2AuthorizationService.class, service, Function.class)
				.filter(JsonMapperOAuth2AuthorizationParametersMapper.class::isInstance)
				.flatMap((parameters) -> HiddenFields.read(JsonMapperOAuth2AuthorizationParametersMapper.class,
						parameters, JsonMapper.class))
				.ifPresent((mapper) -> service.setAuthorizationParametersMapper(
						new JsonMapperOAuth2AuthorizationParametersMapper(withPlainLongs(mapper))));
		}
		return bean;
	}

	private static JsonMapper withPlainLongs(JsonMapper mapper) {
		return mapper.rebuild()
			.addModule(new SimpleModule("claimflow-longs").addSerializer(Long.class, new PlainLong()))
			.build();
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
