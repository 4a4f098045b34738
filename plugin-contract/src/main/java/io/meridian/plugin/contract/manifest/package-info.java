/**
 * The manifest of a plugin, {@code plugin.yaml}: what it is, what it asks for, and how it is started. Reading and checking
 * only; who grants or starts what lives elsewhere.
 */
package io.meridian.plugin.contract.manifest;
