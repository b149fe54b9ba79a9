package io.claimflow.spring.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.claimflow.spring.form.FieldError;
import io.claimflow.spring.password.InvalidFormFieldsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.security.jackson2.SecurityJackson2Modules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What failure handlers leave in a session, in each form in which sessions are kept.
 */
class ExceptionsInSessionsTests {

	private static final List<FieldError> ERRORS = List.of(new FieldError("p_email", "Another, please"),
			new FieldError("p_password", "Too old"));

	private static final JsonMapper JSON = JsonMapper.builder()
		.addModules(SecurityJacksonModules.getModules(ExceptionsInSessionsTests.class.getClassLoader()))
		.build();

	/** Every exception of the module that Spring Security hands to a failure handler. */
	static Stream<Class<?>> exceptions() {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.claimflow.spring")
			.stream()
			.filter((type) -> type.isAssignableTo(AuthenticationException.class)
					|| type.isAssignableTo(AccessDeniedException.class))
			.<Class<?>>map(JavaClass::reflect)
			.filter((type) -> !Modifier.isAbstract(type.getModifiers()));
	}

	private static Exception create(Class<?> type) throws Exception {
		Constructor<?> constructor = type.getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		Exception exception = (Exception) constructor
			.newInstance(Arrays.stream(constructor.getParameterTypes()).map((parameter) -> {
				if (parameter == List.class) {
					return ERRORS;
				}
				return (parameter == String.class) ? "Not today" : new IllegalStateException("no database");
			}).toArray());
		if (exception instanceof AuthenticationException failure) {
			failure.setAuthenticationRequest(UsernamePasswordAuthenticationToken.unauthenticated("ada", null));
		}
		return exception;
	}

	@Test
	void theseAreThem() {
		assertThat(exceptions()).hasSizeGreaterThanOrEqualTo(6).contains(InvalidFormFieldsException.class);
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void javaReadsItBack(Class<?> type) throws Exception {
		Exception exception = create(type);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(exception);
		Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
		assertThat(read).isInstanceOf(type);
		says(read, exception);
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void jsonIsReadBack(Class<?> type) throws Exception {
		Exception exception = create(type);
		says(JSON.readValue(JSON.writeValueAsBytes(exception), Object.class), exception);
		assertThat(JSON.writeValueAsString(exception)).doesNotContain("no database", "ada");
	}

	/** A serializer for Redis takes the root type from the property {@code @class}. */
	@ParameterizedTest
	@MethodSource("exceptions")
	void jsonInRedisIsReadBack(Class<?> type) throws Exception {
		Exception exception = create(type);
		byte[] bytes = JSON.writeValueAsBytes(exception);
		String root = JSON.readTree(bytes).get("@class").asString();
		says(JSON.readValue(bytes, JSON.getTypeFactory().constructFromCanonical(root)), exception);
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	@SuppressWarnings("removal")
	void jsonOfJackson2IsReadBack(Class<?> type) throws Exception {
		ObjectMapper mapper = new ObjectMapper();
		mapper.registerModules(SecurityJackson2Modules.getModules(getClass().getClassLoader()));
		Exception exception = create(type);
		says(mapper.readValue(mapper.writeValueAsBytes(exception), Object.class), exception);
	}

	private static void says(Object read, Exception exception) {
		assertThat(read).isInstanceOfSatisfying(Exception.class,
				(found) -> assertThat(found).hasMessage(exception.getMessage()));
		if (exception instanceof InvalidFormFieldsException) {
			assertThat(read).isInstanceOfSatisfying(InvalidFormFieldsException.class,
					(found) -> assertThat(found.getFieldErrors()).isEqualTo(ERRORS));
		}
	}

}
