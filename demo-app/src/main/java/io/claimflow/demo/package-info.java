/**
 * An auth server to run and click.
 */
@NullMarked
package io.claimflow.demo;

import org.jspecify.annotations.NullMarked;
