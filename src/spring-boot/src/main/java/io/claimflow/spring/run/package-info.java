/**
 * What the application can see of the runs of workflows, and give to them.
 */
@NullMarked
package io.claimflow.spring.run;

import org.jspecify.annotations.NullMarked;
