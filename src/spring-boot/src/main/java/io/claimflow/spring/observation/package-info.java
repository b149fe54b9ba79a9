/**
 * What metrics and traces say of workflows. Nothing here holds what a workflow or an
 * exception says: such words can hold data.
 */
@NullMarked
package io.claimflow.spring.observation;

import org.jspecify.annotations.NullMarked;
