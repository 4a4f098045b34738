/** The settings of the platform's own processes, and the list of all there are. Nothing here reads one. */
package io.meridian.platform.settings;
