/**
 * What surrounds an author of plugins: the project that {@code meridian new} makes, and the commands that check it and run
 * its tests. Nothing here runs a plugin.
 */
package io.meridian.platform.author;
