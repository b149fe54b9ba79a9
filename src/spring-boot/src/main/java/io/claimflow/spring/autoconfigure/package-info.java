/**
 * The auto-configuration of Claimflow.
 */
@NullMarked
package io.claimflow.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
