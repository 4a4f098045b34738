/**
 * What an author writes against: the roles a plugin can play, and what a plugin can do. Nothing here knows how the sidecar is
 * reached; that is {@code io.meridian.sdk.runtime}. Events are in {@code io.meridian.sdk.event}, the manifest's annotations in
 * {@code io.meridian.sdk.annotation}, tests without infrastructure in {@code io.meridian.sdk.test}.
 */
package io.meridian.sdk;
