/**
 * Tests of workflows in the configuration of the Spring Boot application that they are
 * for, without its web server, its database and its users.
 */
@NullMarked
package io.claimflow.testing.spring;

import org.jspecify.annotations.NullMarked;
