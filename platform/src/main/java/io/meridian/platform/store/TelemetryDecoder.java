package io.meridian.platform.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.plugin.contract.telemetry.Bucket;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;
import io.meridian.storage.trading.LatencyHistogram;
import io.meridian.storage.trading.TradingTable;
import java.util.function.ToLongFunction;

/** What sidecars report: how they and their plugins are, and how long messages took to them. */
final class TelemetryDecoder implements Telling.Decoder {
    @Override
    public void decode(Telling telling) {
        SidecarReport report;
        try {
            report = SidecarReport.parseFrom(telling.bytes());
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalArgumentException("it is no report of a sidecar: " + broken.getMessage(), broken);
        }
        telling.requireTopic(report.getInstance());
        if (report.getToNs() < report.getFromNs()) {
            throw new IllegalArgumentException(
                    "its time from " + report.getFromNs() + " ends before it begins, at " + report.getToNs());
        }
        telling.add(
                TradingTable.TELEMETRY,
                report.getToNs(),
                report.getToNs(),
                report.getInstance(),
                report.getFromNs(),
                report.getState(),
                String.join(" ", report.getReasonsList()),
                report.getAttached() ? 1L : 0L,
                report.getLatched() ? 1L : 0L,
                report.getHeartbeatAgeNs(),
                report.getUptimeNs(),
                report.getRestarts(),
                report.getErrors(),
                sum(report, Traffic::getPublished),
                sum(report, Traffic::getPublishedBytes),
                sum(report, Traffic::getDelivered),
                sum(report, Traffic::getDeliveredBytes),
                sum(report, Traffic::getDenied),
                sum(report, Traffic::getBackPressure),
                sum(report, Traffic::getDropped),
                sum(report, Traffic::getMissing),
                sum(report, Traffic::getDuplicates),
                sum(report, Traffic::getDeadLetters),
                sum(report, Traffic::getLag));
        for (Traffic traffic : report.getTrafficList()) {
            latency(telling, report, traffic);
        }
    }

    private static long sum(SidecarReport report, ToLongFunction<Traffic> figure) {
        long sum = 0;
        for (Traffic traffic : report.getTrafficList()) {
            sum = Math.addExact(sum, figure.applyAsLong(traffic));
        }
        return sum;
    }

    private static void latency(Telling telling, SidecarReport report, Traffic traffic) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (Bucket bucket : traffic.getLatencyList()) {
            histogram.add(bucket.getAboveNs(), bucket.getUpToNs(), bucket.getCount());
        }
        if (histogram.count() > 0) {
            telling.add(
                    TradingTable.LATENCY,
                    LatencyPeriods.values(
                            report.getFromNs(),
                            report.getToNs(),
                            report.getInstance(),
                            traffic.getTopic(),
                            traffic.getLatencySumNs(),
                            histogram));
        }
    }
}
