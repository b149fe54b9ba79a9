package io.claimflow.fetch;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What an entry opens, and what it does not.
 */
class AllowListTests {

	@ParameterizedTest
	@CsvSource({ "api.internal,api.internal,80", "API.internal.,api.internal,80", "api.internal:8080,api.internal,8080",
			"*.internal,api.internal,80", "*.internal,a.b.internal,80", "*.internal:443,api.internal,443",
			"bücher.internal,xn--bcher-kva.internal,80" })
	void entryByNameOpensTheName(String entry, String host, int port) {
		assertThat(AllowList.of(List.of(entry)).opens(host, port)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "api.internal,internal,80", "api.internal,x.api.internal,80", "api.internal,xapi.internal,80",
			"api.internal:8080,api.internal,80", "*.internal,internal,80", "*.internal,xinternal,80",
			"*.internal:443,api.internal,80", "10.0.0.1,10.0.0.1,80" })
	void entryByNameOpensNothingElse(String entry, String host, int port) {
		assertThat(AllowList.of(List.of(entry)).opens(host, port)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.5,10.0.0.5,80", "10.0.0.5:8080,10.0.0.5,8080", "10.0.0.5/32,10.0.0.5,80",
			"10.0.0.0/8,10.9.8.7,80", "10.0.0.0/8:443,10.9.8.7,443", "10.0.0.5,::ffff:10.0.0.5,80", "::1,::1,80",
			"[::1],::1,80", "[::1]:8080,::1,8080", "fd00::/8,fd12::1,80", "[fd00::/8]:443,fd12::1,443" })
	void entryByAddressOpensTheAddresses(String entry, String address, int port) {
		assertThat(AllowList.of(List.of(entry)).opens(Addresses.of(TestCalls.address(address)), port)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.5,10.0.0.6,80", "10.0.0.5:8080,10.0.0.5,80", "10.0.0.0/8,11.0.0.1,80",
			"10.0.0.0/8:443,10.9.8.7,80", "[::1]:8080,::1,80", "fd00::/8,fc00::1,80", "0.0.0.0/0,::1,80",
			"::/0,127.0.0.1,80", "10.0.0.5,64:ff9b::10.0.0.5,80", "api.internal,10.0.0.5,80" })
	void entryByAddressOpensNothingElse(String entry, String address, int port) {
		assertThat(AllowList.of(List.of(entry)).opens(Addresses.of(TestCalls.address(address)), port)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "''|is not a host name", "*|is not a host name", "*.|is not a host name",
					"api.*.internal|is not a host name", "https://api.internal|is neither a host nor an address",
					"api.internal/path|is not a host name", "api.internal:0|no port", "api.internal:65536|no port",
					"10.0.0.5/8|write 10.0.0.0/8", "10.0.0.0/33|is not a host name", "010.0.0.1|write 8.0.0.1",
					"10.1|write 10.0.0.1", "::ffff:10.0.0.1|write the IPv4 address", "[10.0.0.1]|no IPv6 address",
					"[fd00::1|is neither", "user@api.internal|is not a host name", "*.10.0.0.1|unusual spelling" })
	void entryThatCannotBeReadIsRefusedWithAReason(String entry, String reason) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FetchLimits(Duration.ofSeconds(1), 1, 0, List.of(entry)))
			.withMessageContaining("'" + entry + "' of claimflow.fetch.allow")
			.withMessageContaining(reason);
	}

}
