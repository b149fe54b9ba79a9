/**
 * Encrypts what rests in a store and what leaves for another system; alone in knowing the
 * ciphers of the platform.
 * <p>
 * Internal: {@link SecureBody} changes without notice.
 */
@NullMarked
package io.claimflow.encryption;

import org.jspecify.annotations.NullMarked;
