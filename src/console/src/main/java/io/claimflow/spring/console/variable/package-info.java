/**
 * The page of variables and keys. Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.console.variable;

import org.jspecify.annotations.NullMarked;
