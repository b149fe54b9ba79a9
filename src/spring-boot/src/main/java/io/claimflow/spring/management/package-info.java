/**
 * Lets tokens in to the management calls of Kinde's that workflows make, and keeps what
 * they are about in the database. A bean of a type of {@code io.claimflow.management}
 * takes the place of the one that does so.
 */
@NullMarked
package io.claimflow.spring.management;

import org.jspecify.annotations.NullMarked;
