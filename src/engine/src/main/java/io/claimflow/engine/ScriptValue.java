package io.claimflow.engine;

import org.graalvm.polyglot.Value;

/**
 * A value that a script threw, or rejected a promise with. It stays in its realm, which
 * can tell what it is.
 *
 * @param value the value
 */
record ScriptValue(Value value) {

}
