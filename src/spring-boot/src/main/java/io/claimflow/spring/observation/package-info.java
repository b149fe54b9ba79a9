/**
 * What metrics and traces say of workflows. Nothing here holds what a workflow or an
 * exception says: such words can hold data.
 * <p>
 * Internal: {@link RunObservations}, {@link DeployObservations}, {@link RunCalls} and
 * {@link FetchObservations} change without notice.
 */
@NullMarked
package io.claimflow.spring.observation;

import org.jspecify.annotations.NullMarked;
