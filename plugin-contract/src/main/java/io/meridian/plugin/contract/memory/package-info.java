/**
 * The shared-memory attach point: the file both sides map, and what is where in it. What is said through it is defined by
 * {@code attach-frames.xml} and {@code sidecar.proto}. Of the sides' behaviour only what both must judge alike lives here:
 * how long the other has been silent, and how one rests while nothing comes.
 */
package io.meridian.plugin.contract.memory;
