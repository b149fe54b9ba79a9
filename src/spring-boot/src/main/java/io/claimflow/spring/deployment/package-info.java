/**
 * Brings a project to life at the start, and again when its files change.
 */
@NullMarked
package io.claimflow.spring.deployment;

import org.jspecify.annotations.NullMarked;
