/** Builds images for containers without a registry: a small Java, the libraries it needs of this machine, and jars. */
package io.meridian.platform.image;
