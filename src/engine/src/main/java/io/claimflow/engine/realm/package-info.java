/**
 * Realms: sets of JavaScript globals in which workflows run, with the kernel, bindings
 * and web APIs in them, and the stock of them. What crosses their border is text. With
 * {@code limit} alone in knowing the script engine.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.engine.realm;

import org.jspecify.annotations.NullMarked;
