package io.claimflow.demo.partner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.claimflow.demo.DemoAddress;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for a partner whose port something else listens at.
 */
class PartnerPortTests {

	@Test
	void aTakenPortIsNamedWithTheSettingThatChangesIt() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			DemoAddress demo = new DemoAddress(new MockEnvironment().withProperty("local.server.port", "9000"));
			assertThatIllegalStateException().isThrownBy(new Partner(taken.getLocalPort(), demo)::issuer)
				.withMessageContaining("port " + taken.getLocalPort())
				.withMessageContaining("demo.partner.port");
		}
	}

}
