/**
 * The accounts of the people who sign in here.
 */
@NullMarked
package io.claimflow.demo.account;

import org.jspecify.annotations.NullMarked;
