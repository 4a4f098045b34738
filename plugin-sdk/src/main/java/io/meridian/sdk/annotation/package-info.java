/**
 * What an author writes on a plugin's class: its manifest, which is also its request for grants. Annotations and their
 * enums only, so that a tool can read them without the rest of the SDK.
 */
package io.meridian.sdk.annotation;
