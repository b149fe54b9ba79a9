/**
 * The pages of the demo, and the OAuth client behind them.
 */
@NullMarked
package io.claimflow.demo.web;

import org.jspecify.annotations.NullMarked;
