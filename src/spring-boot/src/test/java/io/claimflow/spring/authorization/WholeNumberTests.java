package io.claimflow.spring.authorization;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.security.jackson2.SecurityJackson2Modules;
import org.springframework.security.oauth2.server.authorization.jackson2.OAuth2AuthorizationServerJackson2Module;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole numbers of claims as the writers and readers on a token's way treat them.
 */
class WholeNumberTests {

	private static final long BIG = 9_007_199_254_740_993L;

	private static final Map<String, Object> EXPECTED = Map.of("big", BIG, "list", List.of(BIG, "a"), "set",
			List.of(3_000_000_000L), "object", Map.of("id", -BIG));

	private static Map<String, Object> claims() {
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put("big", BIG);
		claims.put("list", List.of(BIG, "a"));
		claims.put("set", Set.of(3_000_000_000L));
		claims.put("object", Map.of("id", -BIG));
		WholeNumber.replaceIn(claims);
		return Collections.unmodifiableMap(claims);
	}

	@Test
	void mapperOfSpringSecurityReadsThemBack() {
		JsonMapper mapper = JsonMapper.builder()
			.addModules(SecurityJacksonModules.getModules(getClass().getClassLoader()))
			.build();
		Map<?, ?> read = (Map<?, ?>) mapper.readValue(mapper.writeValueAsString(claims()), Object.class);
		assertThat(JsonMapper.shared().writeValueAsString(read))
			.isEqualTo(JsonMapper.shared().writeValueAsString(claims()));
		assertThat(read.get("big")).isEqualTo(BIG);
	}

	@Test
	@SuppressWarnings("removal")
	void mapperOfSpringSecurityForJackson2ReadsThemBack() throws Exception {
		ObjectMapper mapper = new ObjectMapper();
		mapper.registerModules(SecurityJackson2Modules.getModules(getClass().getClassLoader()));
		mapper.registerModule(new OAuth2AuthorizationServerJackson2Module());
		Map<?, ?> read = (Map<?, ?>) mapper.readValue(mapper.writeValueAsString(claims()), Object.class);
		assertThat(read.get("big")).isEqualTo(BIG);
		assertThat(read.get("list")).isEqualTo(List.of(BIG, "a"));
		assertThat(read.get("object")).isEqualTo(Map.of("id", -BIG));
	}

	@Test
	void mappersWithoutTypesWriteThemAsNumbers() throws Exception {
		assertThat(JsonMapper.shared().readValue(JsonMapper.shared().writeValueAsString(claims()), Map.class))
			.isEqualTo(EXPECTED);
		ObjectMapper jackson2 = new ObjectMapper();
		assertThat(jackson2.readValue(jackson2.writeValueAsString(claims()), Map.class)).isEqualTo(EXPECTED);
	}

	@Test
	void tokenIsSignedWithThemAsNumbers() {
		JWTClaimsSet.Builder token = new JWTClaimsSet.Builder();
		claims().forEach(token::claim);
		assertThat(JsonMapper.shared().readValue(token.build().toPayload().toString(), Map.class)).isEqualTo(EXPECTED);
	}

	@Test
	void javaReadsThemAsNumbersOfItsOwn() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(claims());
		Map<?, ?> read = (Map<?, ?>) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
		assertThat(read.get("big")).isEqualTo(BIG);
		assertThat(read.get("object")).isEqualTo(Map.of("id", -BIG));
	}

	@Test
	void valuesWithoutThemStayTheObjectsThatTheyAre() {
		List<Object> list = List.of(1, "a", Map.of("b", 0.5));
		Map<String, Object> claims = new LinkedHashMap<>(Map.of("list", list));
		WholeNumber.replaceIn(claims);
		assertThat(claims.get("list")).isSameAs(list);
	}

}
