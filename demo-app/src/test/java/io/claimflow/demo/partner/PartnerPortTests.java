package io.claimflow.demo.partner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.claimflow.demo.DemoAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the start of a partner: at a port of its own, and one that something else
 * listens at.
 */
@ExtendWith(OutputCaptureExtension.class)
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

	@Test
	void aPartnerHasNoWorkflowsAndWarnsOfNothing(CapturedOutput output) {
		DemoAddress demo = new DemoAddress(new MockEnvironment().withProperty("local.server.port", "9000"));
		Partner partner = new Partner(0, demo);
		try {
			assertThat(partner.issuer()).isNotNull();
		}
		finally {
			partner.destroy();
		}
		assertThat(output).doesNotContain("Claimflow is off");
	}

}
