/**
 * The management calls of Kinde's that workflows make, over small SPIs: one per resource.
 * A server has SPIs that keep their resource in a database, and a test of workflows such
 * that keep it in memory. What is read of a request, and what is written, is here.
 * <p>
 * Internal: {@link ApiErrors}, {@link ApiRequest}, {@link ApiResource},
 * {@link ApiResponse}, {@link ApiResponses}, {@link ApiRoute},
 * {@link ApplicationResource}, {@link BillingResource}, {@link BusinessResource},
 * {@link MfaResource}, {@link OrganizationResource}, {@link PasswordHashes},
 * {@link PropertyResource}, {@link RequestReader} and {@link UserResource} change without
 * notice.
 */
@NullMarked
package io.claimflow.management;

import org.jspecify.annotations.NullMarked;
