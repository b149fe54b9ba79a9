/**
 * Loads built projects and runs their workflows: the way of a run from its event to its
 * outcome. What it rests on has rooms of its own, which are internal: {@code admission},
 * {@code watch}, {@code realm} and {@code limit}.
 * <p>
 * Internal: {@link ScriptEngine}, {@link Script}, {@link ScriptCompilation},
 * {@link ScriptHost}, {@link ScriptModule} and {@link ScriptRealm} change without notice.
 * They run tests.
 */
@NullMarked
package io.claimflow.engine;

import org.jspecify.annotations.NullMarked;
