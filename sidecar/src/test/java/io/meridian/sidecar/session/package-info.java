/** Tests of what a session keeps in mind. */
package io.meridian.sidecar.session;
