/**
 * The pages of workflows: source, settings, what they need and where they fail. Internal:
 * changes without notice.
 */
@NullMarked
package io.claimflow.spring.console.workflow;

import org.jspecify.annotations.NullMarked;
