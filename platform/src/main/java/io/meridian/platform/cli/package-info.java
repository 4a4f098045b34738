/**
 * What all subcommands share: options, exit codes, signals, the terminal, numbers and JSON as text. Nothing here knows a
 * subcommand.
 */
package io.meridian.platform.cli;
