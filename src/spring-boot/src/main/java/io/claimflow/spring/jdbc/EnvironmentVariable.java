package io.claimflow.spring.jdbc;

import java.time.Instant;
import java.util.Optional;

/**
 * A variable of {@code kinde.env} as an operator sees it.
 *
 * @param id its identifier, {@code env_var_} and 32 hexadecimal digits
 * @param name the name by which workflows read it
 * @param value its value, or empty if it is a secret: only workflows read those
 * @param secret whether it is encrypted where it rests, and masked in logs and errors
 * @param createdAt when it was created
 */
public record EnvironmentVariable(String id, String name, Optional<String> value, boolean secret, Instant createdAt) {

}
