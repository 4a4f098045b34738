package io.meridian.sdk;

/** An instrument where it is traded: the same symbol at another venue is another instrument. */
public record Listing(String venue, String symbol) {}
