/**
 * What an operator is shown of workflows: an endpoint, a health indicator and gauges.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.actuate;

import org.jspecify.annotations.NullMarked;
