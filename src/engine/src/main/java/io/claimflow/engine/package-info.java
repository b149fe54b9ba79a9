/**
 * Loads built projects and runs their workflows: the way of a run from its event to its
 * outcome. What it rests on has rooms of its own, which are internal: {@code admission},
 * {@code watch}, {@code realm} and {@code limit}.
 */
@NullMarked
package io.claimflow.engine;

import org.jspecify.annotations.NullMarked;
