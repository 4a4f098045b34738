/**
 * The {@code meridian} command: its entry point and how it answers for failures. Subcommands live in the packages below,
 * which never depend on this one.
 */
package io.meridian.platform;
