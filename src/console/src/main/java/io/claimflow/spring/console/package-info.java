/**
 * The console: pages on which operators see what workflows do, and steer. Here is what is
 * around all pages: who may see them, and the servlet.
 */
@NullMarked
package io.claimflow.spring.console;

import org.jspecify.annotations.NullMarked;
