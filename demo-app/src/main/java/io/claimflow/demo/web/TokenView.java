package io.claimflow.demo.web;

import java.util.List;

/**
 * A decoded token as the page shows it.
 *
 * @param header the header as one line of JSON
 * @param lifetime how long it is valid yet, in words
 * @param expiry when it expires
 * @param size the length of the encoded token in characters
 * @param claims its claims, those that a workflow touched first
 */
public record TokenView(String header, String lifetime, String expiry, int size, List<ClaimView> claims) {

}
