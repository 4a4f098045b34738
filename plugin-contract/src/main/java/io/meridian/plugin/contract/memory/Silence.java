package io.meridian.plugin.contract.memory;

/**
 * How long the other side has given no sign of life, as seen by one that looks for it again and again. While it did not
 * look, since its machine or its process stood still, it would not have seen a sign either: such a time is not held
 * against the other. All times are of one clock and unit. For one thread.
 */
public final class Silence {
    private final long longestLook;
    private long sign;
    private long heardAt;
    private long lookedAt;

    /**
     * @param longestLook who has not looked for longer than this stood still itself
     * @param now         the other counts as heard at this time
     */
    public Silence(long longestLook, long now) {
        this.longestLook = longestLook;
        heardAt = now;
        lookedAt = now;
    }

    /**
     * Looks once.
     *
     * @param latestSign anything that changes with each sign of life
     * @return how long there was none
     */
    public long look(long latestSign, long now) {
        if (latestSign != sign || now - lookedAt > longestLook) {
            sign = latestSign;
            heardAt = now;
        }
        lookedAt = now;
        return now - heardAt;
    }
}
