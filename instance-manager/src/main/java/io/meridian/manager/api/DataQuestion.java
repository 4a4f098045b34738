package io.meridian.manager.api;

import java.util.Map;

/**
 * What somebody wants to know of what the store keeps.
 *
 * @param what one of the kinds that the description names
 * @param only parameters by their names, as in the description: what rows must be about, and of which time
 * @param limit at most so many rows
 * @param cursor where the page before ended; null: the first page
 */
public record DataQuestion(String what, Map<String, String> only, int limit, String cursor) {}
