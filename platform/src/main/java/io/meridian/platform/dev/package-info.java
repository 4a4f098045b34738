/** The development stack: its processes, its folder, and the commands that start, show and end it. */
package io.meridian.platform.dev;
