/**
 * What a person tells the kernel: limits, cash, days, stops and releases, verdicts. Each command is one message on the person's own topic, and one
 * answer.
 */
package io.meridian.platform.desk;
