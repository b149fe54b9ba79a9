/**
 * The first page of the console: what is live, and how it does. Internal: changes without
 * notice.
 */
@NullMarked
package io.claimflow.spring.console.overview;

import org.jspecify.annotations.NullMarked;
