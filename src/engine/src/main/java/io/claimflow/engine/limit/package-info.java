/**
 * Limits of single built-in operations, which nothing can end once they have begun: each
 * is judged before it begins; and what else only the inside of the script engine tells:
 * where a thread is, what was executed, and what packages hold. Alone in knowing
 * {@code com.oracle.truffle}. Internal to the engine; it changes without notice.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.engine.limit;

import org.jspecify.annotations.NullMarked;
