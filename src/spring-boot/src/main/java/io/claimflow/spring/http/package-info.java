/**
 * What the calls below {@code /claimflow} have in common: who may make them, how often,
 * and how one is refused. Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.http;

import org.jspecify.annotations.NullMarked;
