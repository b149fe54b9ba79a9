package io.claimflow.spring.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.claimflow.VariableSource;

import org.springframework.core.env.PropertyResolver;

/**
 * Takes the variables of {@code kinde.env} from {@code claimflow.env.*} and
 * {@code claimflow.secrets.*}. A name is looked up as the workflow spells it, and then
 * without regard to case, {@code _} and {@code -}, which Spring Boot does not keep in
 * every source of properties. If a name is both, it is a secret.
 */
final class PropertyVariableSource implements VariableSource {

	private final PropertyResolver properties;

	private final Map<String, String> env;

	private final Map<String, String> secrets;

	PropertyVariableSource(PropertyResolver properties, EngineProperties claimflow) {
		this.properties = properties;
		this.env = relaxed(claimflow.env());
		this.secrets = relaxed(claimflow.secrets());
	}

	private static Map<String, String> relaxed(Map<String, String> variables) {
		return variables.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap((entry) -> relaxed(entry.getKey()), Map.Entry::getValue,
					(one, other) -> one));
	}

	private static String relaxed(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
	}

	@Override
	public Optional<Variable> get(String name) {
		return find("claimflow.secrets.", this.secrets, name).map((value) -> new Variable(value, true))
			.or(() -> find("claimflow.env.", this.env, name).map((value) -> new Variable(value, false)));
	}

	private Optional<String> find(String prefix, Map<String, String> relaxed, String name) {
		return Optional.ofNullable(this.properties.getProperty(prefix + name))
			.or(() -> Optional.ofNullable(relaxed.get(relaxed(name))));
	}

}
