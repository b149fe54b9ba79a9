/**
 * The trigger {@code user:post_authentication}: runs its workflow where Spring Security
 * has verified a first factor, and ends the sign-in if the workflow denies it.
 */
@NullMarked
package io.claimflow.spring.signin;

import org.jspecify.annotations.NullMarked;
