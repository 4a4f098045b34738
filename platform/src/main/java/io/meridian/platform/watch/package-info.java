/** Measures what arrives on the bus and shows it, in place on a terminal or line by line. Publishes nothing. */
package io.meridian.platform.watch;
