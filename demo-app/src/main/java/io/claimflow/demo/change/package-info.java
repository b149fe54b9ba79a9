/**
 * What workflows did to the tokens that the demo shows.
 */
@NullMarked
package io.claimflow.demo.change;

import org.jspecify.annotations.NullMarked;
