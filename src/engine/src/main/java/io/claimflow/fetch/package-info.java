/**
 * Outbound HTTP for workflows, safe by default: calls reach public addresses, and others
 * only if an operator has named them.
 * <p>
 * Internal: {@link SpecialAddresses} changes without notice.
 */
@NullMarked
package io.claimflow.fetch;

import org.jspecify.annotations.NullMarked;
