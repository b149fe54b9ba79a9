/**
 * The auto-configuration of Claimflow.
 */
@NullMarked
package io.claimflow.autoconfigure;

import org.jspecify.annotations.NullMarked;
