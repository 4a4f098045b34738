/**
 * Benchmarks: programs that measure the product beside the raw client of each engine, in the same run, interleaved.
 *
 * <p>Nothing else in the product may depend on this package, and nothing here asserts: a figure is printed, a person
 * judges it.
 */
package io.meridian.benchmarks;
