package io.claimflow.engine;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.claimflow.Failure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every script of the corpus is of use.
 */
class HostileCorpusTests {

	@Test
	void theCorpusNamesItsEnds() {
		Set<String> known = new TreeSet<>(Set.of("COMPLETED", "DENIED", HostileScript.REFUSED));
		Arrays.stream(Failure.Kind.values()).map(Failure.Kind::name).forEach(known::add);
		known.remove("INTERNAL");
		assertThat(HostileScript.all()).hasSizeGreaterThan(190)
			.allSatisfy((script) -> assertThat(known).containsAll(script.ends()));
		assertThat(HostileScript.all()).filteredOn((script) -> script.group().equals("uncancellable"))
			.extracting(HostileScript::name)
			.containsExactlyInAnyOrderElementsOf(HostileScripts.LEFT_OUT.keySet());
	}

	@Test
	void everyGroupIsRun() throws ReflectiveOperationException {
		Set<String> run = new TreeSet<>(Set.of("uncancellable"));
		for (Class<?> tests : HostileScripts.class.getPermittedSubclasses()) {
			run.addAll(((HostileScripts) tests.getDeclaredConstructor().newInstance()).groups());
		}
		assertThat(HostileScript.all().stream().map(HostileScript::group).collect(Collectors.toSet())).isEqualTo(run);
	}

}
