/**
 * Takes the previews of deployments that requests to the endpoints of OAuth ask for.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.deployment.preview;

import org.jspecify.annotations.NullMarked;
