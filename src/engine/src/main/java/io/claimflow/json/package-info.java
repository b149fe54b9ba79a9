/**
 * JSON that may hold something secret.
 */
@NullMarked
package io.claimflow.json;

import org.jspecify.annotations.NullMarked;
