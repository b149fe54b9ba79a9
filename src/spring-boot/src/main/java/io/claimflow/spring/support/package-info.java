/**
 * What more than one room needs.
 */
@NullMarked
package io.claimflow.spring.support;

import org.jspecify.annotations.NullMarked;
