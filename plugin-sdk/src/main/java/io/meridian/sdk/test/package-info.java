/**
 * Tests of plugins without any infrastructure: a sidecar that is none, a clock that moves when told, a venue that fills. The
 * plugin runs on its real runtime, through the same frames as in production. Needs JUnit Jupiter only for
 * {@link io.meridian.sdk.test.PluginTest}.
 */
package io.meridian.sdk.test;
