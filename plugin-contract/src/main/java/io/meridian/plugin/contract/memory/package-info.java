/**
 * The shared-memory attach point: the file both sides map, and what is where in it. What is said through it is defined by
 * {@code attach-frames.xml} and {@code sidecar.proto}; neither side's behaviour lives here.
 */
package io.meridian.plugin.contract.memory;
