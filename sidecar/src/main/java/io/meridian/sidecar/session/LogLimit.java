package io.meridian.sidecar.session;

/** How many lines may be logged for a plugin: two hundred at once, a hundred a second for long. */
final class LogLimit {
    private static final long BURST = 200;
    private static final long NS_A_LINE = 10_000_000L;

    private long allowance = BURST;
    private long filledNs;

    boolean admits(long nowNs) {
        long earned = (nowNs - filledNs) / NS_A_LINE;
        if (earned > 0) {
            allowance = Math.min(BURST, allowance + Math.min(earned, BURST));
            filledNs = nowNs;
        }
        if (allowance == 0) {
            return false;
        }
        allowance--;
        return true;
    }
}
