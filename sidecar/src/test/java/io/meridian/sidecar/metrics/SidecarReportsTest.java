package io.meridian.sidecar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.topic.Topic;
import io.meridian.plugin.contract.telemetry.Bucket;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SidecarReportsTest {
    private static final String QUOTES = "platform.data.quote.{venue}.{symbol}";

    private final SidecarMetrics metrics = new SidecarMetrics(() -> 0);
    private final SidecarReports reports = new SidecarReports(metrics, 1_000);
    private final int quotes = metrics.slot(Topic.of("platform.data.quote.XNAS.AAPL"));

    private static Traffic only(SidecarReport.Builder report) {
        assertEquals(1, report.getTrafficCount(), report::toString);
        return report.getTraffic(0);
    }

    @Test
    void shouldTellWhatWasCountedSinceTheReportThatWasSentLast() {
        metrics.onPublished(quotes, 40);
        metrics.onDelivered(quotes, 100, 1_200);
        metrics.onDelivered(quotes, 100, 1_500);
        metrics.onDelivered(quotes, 100, 20_000_000_000L);
        metrics.onError("odd");
        SidecarReport.Builder first = reports.next(2_000);
        assertEquals(1_000, first.getFromNs());
        assertEquals(2_000, first.getToNs());
        assertEquals(1, first.getErrors());
        Traffic traffic = only(first);
        assertEquals(QUOTES, traffic.getTopic());
        assertEquals(1, traffic.getPublished());
        assertEquals(40, traffic.getPublishedBytes());
        assertEquals(3, traffic.getDelivered());
        assertEquals(20_000_002_700L, traffic.getLatencySumNs());
        assertEquals(
                List.of(
                        Bucket.newBuilder()
                                .setAboveNs(1_000)
                                .setUpToNs(1_500)
                                .setCount(2)
                                .build(),
                        Bucket.newBuilder()
                                .setAboveNs(10_000_000_000L)
                                .setCount(1)
                                .build()),
                traffic.getLatencyList());
        // It was not sent: the next one tells of that time as well.
        metrics.onDelivered(quotes, 100, 1_300);
        SidecarReport.Builder second = reports.next(3_000);
        assertEquals(1_000, second.getFromNs());
        assertEquals(4, only(second).getDelivered());
        assertEquals(3, only(second).getLatency(0).getCount());
        reports.sent(3_000);
        metrics.onDelivered(quotes, 100, 1_300);
        SidecarReport.Builder third = reports.next(4_000);
        assertEquals(3_000, third.getFromNs());
        assertEquals(1, only(third).getDelivered());
        assertEquals(0, third.getErrors());
    }

    @Test
    void shouldNotLoseWhatIsCountedBetweenMakingAReportAndSendingIt() {
        metrics.onPublished(quotes, 1);
        assertEquals(1, only(reports.next(2_000)).getPublished());
        metrics.onPublished(quotes, 1);
        reports.sent(2_000);
        assertEquals(1, only(reports.next(3_000)).getPublished());
    }

    @Test
    void shouldSayNothingOfTopicsWithNothingToTell() {
        assertEquals(0, reports.next(2_000).getTrafficCount());
    }
}
