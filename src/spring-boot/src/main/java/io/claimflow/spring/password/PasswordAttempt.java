package io.claimflow.spring.password;

import io.claimflow.spring.form.FormDecision;

/**
 * What a workflow said to a password, before anybody looked whether it is right.
 *
 * @param decision what it decided
 * @param unknown whether there was no record of the user before it ran
 */
record PasswordAttempt(FormDecision decision, boolean unknown) {

}
