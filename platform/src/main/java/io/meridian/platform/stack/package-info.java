/** Where a development stack keeps what, and how others find its bus: for all commands that work with one. It starts and ends nothing. */
package io.meridian.platform.stack;
