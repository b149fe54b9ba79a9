package io.claimflow.engine.realm;

import org.graalvm.polyglot.Value;

/**
 * A value that a script threw, or rejected a promise with. It stays in its realm, which
 * can tell what it is.
 *
 * @param value the value
 */
public record ScriptValue(Value value) {

}
