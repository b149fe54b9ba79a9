package io.claimflow.management;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The response to a management call.
 *
 * @param status the HTTP status
 * @param headers its headers, but for the type of the body
 * @param body the body, a JSON object
 */
public record ApiResponse(int status, Map<String, String> headers, Map<String, ? extends @Nullable Object> body) {

}
