/**
 * Lets the server's stores keep every claim that a workflow can set.
 */
@NullMarked
package io.claimflow.spring.authorization;

import org.jspecify.annotations.NullMarked;
