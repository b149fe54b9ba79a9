/**
 * What more than one room needs.
 * <p>
 * Internal: {@link CurrentRequestFilter}, {@link EventFields}, {@link FunctionalServlet},
 * {@link NewUserRecord}, {@link OAuth2ErrorText}, {@link OwnLogin}, {@link OwnTokens},
 * {@link PropertyChecks}, {@link SpringFields} and {@link UnknownUserRecordException}
 * change without notice.
 */
@NullMarked
package io.claimflow.spring.support;

import org.jspecify.annotations.NullMarked;
