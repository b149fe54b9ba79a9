/**
 * What more than one room needs.
 * <p>
 * Internal: {@link ApiTokenSettings}, {@link CurrentRequestFilter}, {@link EventFields},
 * {@link NewUserRecord}, {@link OAuth2ErrorText}, {@link PropertyChecks},
 * {@link SpringFields} and {@link UnknownUserRecordException} change without notice.
 */
@NullMarked
package io.claimflow.spring.support;

import org.jspecify.annotations.NullMarked;
