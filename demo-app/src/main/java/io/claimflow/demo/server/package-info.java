/**
 * The auth server: its users and clients, where it keeps tokens, and the claims that it
 * sets by itself.
 */
@NullMarked
package io.claimflow.demo.server;

import org.jspecify.annotations.NullMarked;
