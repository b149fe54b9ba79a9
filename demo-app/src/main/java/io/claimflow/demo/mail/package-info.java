/**
 * The mail that this server would send.
 */
@NullMarked
package io.claimflow.demo.mail;

import org.jspecify.annotations.NullMarked;
