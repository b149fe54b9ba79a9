/**
 * What a person has asked for before they were sent to sign in or to sign up.
 */
@NullMarked
package io.claimflow.spring.request;

import org.jspecify.annotations.NullMarked;
