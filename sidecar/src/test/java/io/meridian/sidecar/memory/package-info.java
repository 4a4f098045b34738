/** Tests of the frames in shared memory. */
package io.meridian.sidecar.memory;
