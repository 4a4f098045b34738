package io.meridian.sidecar.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldLetTheBurstPassAtOnceAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(10, 3, 0);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, bucket.waitNs(1, 0));
            bucket.take(1);
        }
        assertEquals(SECOND / 10, bucket.waitNs(1, 0));
        assertEquals(1, bucket.waitNs(1, SECOND / 10 - 1));
        assertEquals(0, bucket.waitNs(1, SECOND / 10));
    }

    @Test
    void shouldLetMoreThanTheBurstPassOnceAndHoldUpWhatFollows() {
        TokenBucket bucket = new TokenBucket(100, 10, 0);
        assertEquals(0, bucket.waitNs(60, 0));
        bucket.take(60);
        assertEquals(SECOND * 51 / 100, bucket.waitNs(1, 0));
        assertEquals(0, bucket.waitNs(1, SECOND * 51 / 100));
    }

    @Test
    void shouldNotGiveMoreWhenTheClockGoesBackOrJumpsFar() {
        TokenBucket bucket = new TokenBucket(TokenBucket.MAX_AMOUNT, TokenBucket.MAX_AMOUNT, SECOND);
        bucket.take(TokenBucket.MAX_AMOUNT);
        assertTrue(bucket.waitNs(1, 0) > 0);
        assertEquals(0, bucket.waitNs(TokenBucket.MAX_AMOUNT, Long.MAX_VALUE));
        bucket.take(TokenBucket.MAX_AMOUNT);
        assertTrue(bucket.waitNs(1, Long.MAX_VALUE) > 0);
    }

    @Test
    void shouldRefuseRatesThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(TokenBucket.MAX_AMOUNT + 1, 1, 0));
    }

    /** Over any stretch of time no more passes than the burst, the rate times the time, and one amount of debt. */
    @Property(tries = 500)
    void shouldNeverPassMoreThanRateAndBurst(
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = TokenBucket.MAX_AMOUNT) long rate,
            @ForAll @LongRange(min = 1, max = TokenBucket.MAX_AMOUNT) long burst,
            @ForAll @IntRange(min = 1, max = 1 << 20) int largest) {
        Random random = new Random(seed);
        long nowNs = random.nextLong(SECOND);
        long startNs = nowNs;
        TokenBucket bucket = new TokenBucket(rate, burst, nowNs);
        BigInteger passed = BigInteger.ZERO;
        for (int i = 0; i < 300; i++) {
            nowNs += random.nextLong(1L << random.nextInt(1, 36));
            long amount = random.nextLong(largest) + 1;
            long waitNs = bucket.waitNs(amount, nowNs);
            assertTrue(waitNs >= 0, () -> "waitNs=" + waitNs);
            if (waitNs == 0) {
                bucket.take(amount);
                passed = passed.add(BigInteger.valueOf(amount));
            }
            BigInteger allowed = BigInteger.valueOf(rate)
                    .multiply(BigInteger.valueOf(nowNs - startNs))
                    .divide(BigInteger.valueOf(SECOND))
                    .add(BigInteger.valueOf(burst + largest));
            assertTrue(passed.compareTo(allowed) <= 0, "passed=" + passed + " allowed=" + allowed);
        }
    }

    /** What it says to wait is enough, and a nanosecond less is not. */
    @Property(tries = 1000)
    void shouldSayExactlyHowLongToWait(
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long rate,
            @ForAll @LongRange(min = 1, max = 1_000_000) long burst,
            @ForAll @LongRange(min = 1, max = 2_000_000) long first,
            @ForAll @LongRange(min = 1, max = 2_000_000) long second) {
        TokenBucket bucket = new TokenBucket(rate, burst, 7);
        bucket.take(first);
        long waitNs = bucket.waitNs(second, 7);
        if (waitNs > 0) {
            assertEquals(1, bucket.waitNs(second, 7 + waitNs - 1));
            assertEquals(0, bucket.waitNs(second, 7 + waitNs));
        }
    }

    /** Asking often loses nothing to rounding. */
    @Property(tries = 200)
    void shouldGiveTheWholeRateHoweverOftenItIsAsked(
            @ForAll @LongRange(min = 1, max = 5000) long rate, @ForAll @LongRange(min = 1, max = 997) long stepUs) {
        TokenBucket bucket = new TokenBucket(rate, 1, 0);
        bucket.take(1);
        long passed = 0;
        long nowNs = 0;
        long nextNs = 0;
        while (nowNs < SECOND) {
            nowNs += stepUs * 1000;
            long waitNs = bucket.waitNs(1, nowNs);
            if (waitNs == 0) {
                bucket.take(1);
                passed++;
                nextNs = nowNs;
            }
        }
        // A bucket of one is full for at most a step before it is asked again.
        long fewest = SECOND / (Math.ceilDiv(SECOND, rate) + stepUs * 1000) - 1;
        assertTrue(passed >= fewest, "passed=" + passed + " fewest=" + fewest + " lastNs=" + nextNs);
    }
}
