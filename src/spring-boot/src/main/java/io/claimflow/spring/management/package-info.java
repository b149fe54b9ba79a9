/**
 * The management calls of Kinde's that workflows make, over small SPIs: one per resource.
 * A bean of such a type takes the place of the one that keeps the resource in a database.
 */
@NullMarked
package io.claimflow.spring.management;

import org.jspecify.annotations.NullMarked;
