package io.claimflow.fetch;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The one spelling of a host.
 */
class HostNameTests {

	@ParameterizedTest
	@CsvSource({ "127.0.0.1,127.0.0.1", "127.0.0.1.,127.0.0.1", "2130706433,127.0.0.1", "0x7f000001,127.0.0.1",
			"0X7F.0.0.1,127.0.0.1", "0177.0.0.1,127.0.0.1", "017700000001,127.0.0.1", "127.1,127.0.0.1",
			"127.0.1,127.0.0.1", "0x7f.1,127.0.0.1", "0,0.0.0.0", "3232235777,192.168.1.1", "①②⑦.0.0.1,127.0.0.1",
			"１２７.0.0.1,127.0.0.1", "127。0。0。1,127.0.0.1", "127．0．0．1,127.0.0.1", "0xa9fea9fe,169.254.169.254",
			"[::1],::1", "[0:0:0:0:0:0:0:1],::1", "[::ffff:127.0.0.1],127.0.0.1", "[::FFFF:7F00:1],127.0.0.1",
			"[::127.0.0.1],::7f00:1", "[FD00::1],fd00::1" })
	void addressHasOneSpelling(String written, String text) {
		HostName host = HostName.of(written);
		assertThat(host.address()).isNotNull();
		assertThat(host.text()).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "API.Example.COM,api.example.com", "api.example.,api.example", "bücher.example,xn--bcher-kva.example",
			"ａｐｉ.example,api.example", "api。example,api.example", "my_service,my_service", "localhost.,localhost",
			"a.1.b,a.1.b", "0x7f.example,0x7f.example" })
	void nameHasOneSpelling(String written, String text) {
		HostName host = HostName.of(written);
		assertThat(host.address()).isNull();
		assertThat(host.text()).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "a..b", "a.example..", ".a", "256.1.1.1", "1.2.3.4.5", "4294967296", "0x",
			"09.1.1.1", "0b1.1.1.1", "api.1", "api.0x7f", "1.2.3.4/8", "*", "1-2.3.4.5", "a b", "a%62c", "a/b", "x℀y",
			"a\\b", "::1", "[127.0.0.1]", "[::1%lo]", "[::1%25lo]", "[::1]x", "[]", "[::*]", "[v1.a]", "faß.example",
			"a\u0000b" })
	void whatIsNoHostIsRefused(String written) {
		assertThatIllegalArgumentException().isThrownBy(() -> HostName.of(written));
	}

}
