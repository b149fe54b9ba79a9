/**
 * The HTTP interface of the run log. Internal: changes without notice; what may be relied
 * on is the OpenAPI document.
 */
@NullMarked
package io.claimflow.spring.runlog.http;

import org.jspecify.annotations.NullMarked;
