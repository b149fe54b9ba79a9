package io.claimflow.demo.partner;

import java.util.List;

import io.claimflow.demo.DemoAccounts;

/**
 * Somebody who works for the partner.
 *
 * @param email the address, which is the sign-in name too
 * @param givenName the first name
 * @param familyName the last name
 * @param groups the groups that the partner has put the user into
 */
record PartnerUser(String email, String givenName, String familyName, List<String> groups) {

	/** The users, each of whom meets another answer of the demo's workflows. */
	static final List<PartnerUser> ALL = List.of(
			new PartnerUser(DemoAccounts.PARTNER_USERNAME, "Carol", "Clay", List.of("portal", "sales")),
			new PartnerUser(DemoAccounts.PARTNER_USERNAME_WITHOUT_GROUP, "Dave", "Dunn", List.of("warehouse")),
			new PartnerUser(DemoAccounts.PARTNER_USERNAME_THAT_DOES_NOT_LAST, "Erin", "Eames", List.of("portal")));

}
