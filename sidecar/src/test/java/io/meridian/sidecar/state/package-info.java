/** Tests of what is kept on disk. */
package io.meridian.sidecar.state;
