/**
 * Several nodes of the demo behind one address, to run and to test.
 */
@NullMarked
package io.claimflow.demo.cluster;

import org.jspecify.annotations.NullMarked;
