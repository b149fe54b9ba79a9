/**
 * What the triggers of forms have in common: decisions and errors of fields.
 */
@NullMarked
package io.claimflow.spring.form;

import org.jspecify.annotations.NullMarked;
