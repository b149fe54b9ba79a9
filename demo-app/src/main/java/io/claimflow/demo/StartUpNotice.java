package io.claimflow.demo;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells whoever started the demo what to do next.
 */
@Component
class StartUpNotice {

	private final DemoAddress address;

	private final String project;

	StartUpNotice(DemoAddress address, @Value("${claimflow.project}") String project) {
		this.address = address;
		this.project = project;
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		if (!this.address.url("").equals(this.address.ownUrl(""))) {
			System.out.println("The Claimflow demo is ready at " + this.address.ownUrl("") + ", behind "
					+ this.address.url("") + ".");
			return;
		}
		System.out.println("""

				  The Claimflow demo is ready.

				  Open        %s
				  Sign in as  %s / %s
				  Machine     %s / %s
				  Workflows   %s

				  A machine's token:
				  %s
				""".formatted(this.address.url("/"), DemoAccounts.USERNAME, DemoAccounts.PASSWORD,
				DemoAccounts.MACHINE_CLIENT, DemoAccounts.MACHINE_SECRET, this.project,
				DemoAccounts.curl(this.address.url("/oauth2/token"))));
	}

}
