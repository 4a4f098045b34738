/**
 * Where the grants in force come from: a text file that is watched, read whole or not at all, and kept as the last good
 * one. Beside it the proposed grants, which deny nothing and only tell what they would have denied.
 *
 * <p>Asking for and approving grants happens elsewhere. What a grant means stands in {@code io.meridian.bus.grant}.
 */
package io.meridian.sidecar.grants;
