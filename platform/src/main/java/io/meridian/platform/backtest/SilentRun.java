package io.meridian.platform.backtest;

import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.run.ResultRecorder;
import io.meridian.sdk.Log;
import io.meridian.sdk.Refused;

/** One run of many: what its plugins log is not shown. */
final class SilentRun extends ResultRecorder {
    SilentRun(RunFacts facts) {
        super(facts);
    }

    @Override
    public void onLine(String instance, long atNs, Log.Level level, String text) {}

    @Override
    public void onRefused(String instance, long atNs, Refused refused) {}

    @Override
    public void onDeadLetter(String instance, long atNs, String topic, String reason) {}

    @Override
    public void onProgress(long timeNs, long messages) {}
}
