/**
 * What an operator is shown of workflows: an endpoint, a health indicator and gauges.
 */
@NullMarked
package io.claimflow.spring.actuate;

import org.jspecify.annotations.NullMarked;
