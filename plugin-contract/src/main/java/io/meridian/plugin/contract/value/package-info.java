/**
 * Exact numbers as the trading schema carries them: a 64-bit mantissa and a scale, and amounts of money. Arithmetic and text
 * only; what a number means is said by the message it is in.
 */
package io.meridian.plugin.contract.value;
