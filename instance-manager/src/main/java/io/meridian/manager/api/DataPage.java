package io.meridian.manager.api;

import java.util.List;
import java.util.Map;

/** Rows of the store. @param next where the next page begins; null: there is none */
public record DataPage(List<Map<String, Object>> rows, String next) {}
