/**
 * The identity provider of a partner: an issuer of its own, with users of its own, who
 * can sign in at the demo.
 */
@NullMarked
package io.claimflow.demo.partner;

import org.jspecify.annotations.NullMarked;
