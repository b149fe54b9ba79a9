/**
 * What more than one room needs.
 */
@NullMarked
package io.claimflow.support;

import org.jspecify.annotations.NullMarked;
