/**
 * The HTTP interface of deployments. Internal: changes without notice; what may be relied
 * on is the OpenAPI document.
 */
@NullMarked
package io.claimflow.spring.deployment.http;

import org.jspecify.annotations.NullMarked;
