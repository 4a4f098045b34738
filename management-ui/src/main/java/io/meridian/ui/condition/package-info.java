/** Conditions that people write, in one language for all that can be filtered. What a condition is about is said by who asks. */
package io.meridian.ui.condition;
