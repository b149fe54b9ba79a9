/**
 * What the triggers of forms have in common: their events, and what a run decides about a
 * form.
 */
@NullMarked
package io.claimflow.spring.form;

import org.jspecify.annotations.NullMarked;
