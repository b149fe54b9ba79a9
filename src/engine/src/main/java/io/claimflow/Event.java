package io.claimflow;

import java.util.Map;

/**
 * The one argument of a workflow's function, as JSON types: {@code String},
 * {@code Boolean}, {@code Integer}, {@code Long}, {@code Double}, {@code List},
 * {@code Map} and null.
 *
 * @param request the request: {@code auth.audience}, {@code ip}, {@code userAgent} …
 * @param context the context: {@code user}, {@code application}, {@code domains} …
 */
public record Event(Map<String, Object> request, Map<String, Object> context) {

}
