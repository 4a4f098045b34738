/** Commands around a sidecar: running one, asking how it is, and stopping trading through it. */
package io.meridian.platform.sidecar;
