/**
 * The pages of deployments: what is stored, what differs from what is live, and the
 * changes of what is live. Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.console.deployment;

import org.jspecify.annotations.NullMarked;
