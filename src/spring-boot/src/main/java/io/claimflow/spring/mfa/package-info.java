/**
 * The trigger {@code user:pre_mfa}: lets its workflow decide whether a sign-in needs the
 * second factor that the application asks for.
 */
@NullMarked
package io.claimflow.spring.mfa;

import org.jspecify.annotations.NullMarked;
