/**
 * Indicators of technical analysis, fed value by value. Here live sums over primitives alone: no clock, no thread, no
 * messages, nothing of the rest of the SDK, and no allocation after the constructor.
 *
 * <p>All of them keep one manner. {@code update} takes the next value and answers with the indicator's new one.
 * {@code isReady} is false during the warm-up, and until then values are {@code NaN}, so that a comparison with them is
 * false and a number computed from them is seen to be none. {@code warmUp} says after how many updates it is ready.
 * {@code reset} begins anew. A value that is no finite number is refused with an {@code IllegalArgumentException} and leaves the
 * indicator as it was.
 *
 * <p>An indicator belongs to one thread.
 */
package io.meridian.sdk.indicator;
