package io.meridian.sdk.annotation;

/** For a plugin without settings. */
public record NoSettings() {}
