package io.meridian.cluster.query;

import java.util.Map;

/**
 * A value of a map as a question sees it.
 *
 * @param key its name
 * @param fields what is in it, as text, numbers, truths, lists and maps of these
 */
public record Entry(String key, Map<String, Object> fields) {}
