/**
 * What is in deployments, whether they are loaded or not. Internal: changes without
 * notice.
 */
@NullMarked
package io.claimflow.spring.console.content;

import org.jspecify.annotations.NullMarked;
