package io.meridian.ui.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.plugin.contract.telemetry.Bucket;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is made of reports: which of them count for the last minute, what is kept, and what is not. */
final class TrafficBoardTest {
    private static final long BEGIN_NS = TimeUnit.HOURS.toNanos(500_000);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final String QUOTES = "platform.data.quote.{venue}.{symbol}";

    private final TrafficBoard board = new TrafficBoard(BEGIN_NS);

    private static SidecarReport.Builder report(String instance, long fromSeconds, long toSeconds) {
        return SidecarReport.newBuilder()
                .setInstance(instance)
                .setState("READY")
                .setAttached(true)
                .setFromNs(BEGIN_NS + fromSeconds * SECOND_NS)
                .setToNs(BEGIN_NS + toSeconds * SECOND_NS);
    }

    private static Traffic.Builder quotes() {
        return Traffic.newBuilder().setTopic(QUOTES);
    }

    private void hear(SidecarReport.Builder report) {
        board.hear("platform.telemetry." + report.getInstance(), report.build().toByteArray());
    }

    private JsonNode traffic(long atSeconds) {
        return new ObjectMapper().valueToTree(board.traffic(BEGIN_NS + atSeconds * SECOND_NS));
    }

    private JsonNode latency(long atSeconds) {
        return new ObjectMapper().valueToTree(board.latency(BEGIN_NS + atSeconds * SECOND_NS));
    }

    @Test
    void shouldAddTheReportsOfTheLastMinuteAndSayHowLongTheyAre() {
        for (int i = 0; i < 10; i++) {
            hear(report("momo", i * 10L, i * 10L + 10)
                    .addTraffic(quotes().setPublished(i)
                            .setDelivered(100)
                            .setDenied(1)
                            .setLag(i)));
        }
        JsonNode one = traffic(100).get("instances").get(0);
        assertEquals(60_000, one.get("coveredMs").asLong());
        assertEquals(100_000, one.get("heardMs").asLong());
        JsonNode topic = one.get("topics").get(0);
        assertEquals(4 + 5 + 6 + 7 + 8 + 9, topic.get("published").asLong());
        assertEquals(600, topic.get("delivered").asLong());
        assertEquals(6, topic.get("denied").asLong());
        assertEquals(9, topic.get("lag").asLong(), "what waits is as of the last report");
        assertEquals(45, topic.get("publishedInAll").asLong());
        assertEquals(1_000, topic.get("deliveredInAll").asLong());
        assertEquals(one.get("last").asLong(), topic.get("deliveredAt").asLong());
    }

    @Test
    void shouldCountNothingTwiceWhenReportsComeOftenerThanAreKept() {
        for (int i = 0; i < 60; i++) {
            hear(report("momo", i, i + 1).addTraffic(quotes().setPublished(1)));
        }
        JsonNode one = traffic(60).get("instances").get(0);
        assertEquals(Minute.REPORTS * 1_000L, one.get("coveredMs").asLong());
        assertEquals(Minute.REPORTS, one.get("topics").get(0).get("published").asLong());
        assertEquals(60, one.get("topics").get(0).get("publishedInAll").asLong());
    }

    @Test
    void shouldShowTheLastReportWhenAllAreOlderThanAMinute() {
        hear(report("slow", 0, 3_600).addTraffic(quotes().setDelivered(7)));
        JsonNode one = traffic(7_000).get("instances").get(0);
        assertEquals(3_600_000, one.get("coveredMs").asLong());
        assertEquals(7, one.get("topics").get(0).get("delivered").asLong());
    }

    @Test
    void shouldForgetWhatAReportDoesNotTellOfAnyMore() {
        hear(report("momo", 0, 10).addTraffic(quotes().setDelivered(5).setLag(3)));
        hear(report("momo", 10, 20));
        hear(report("momo", 20, 80));
        JsonNode topic = traffic(80).get("instances").get(0).get("topics").get(0);
        assertEquals(0, topic.path("delivered").asLong(), "the report of it is older than a minute");
        assertFalse(topic.has("lag"));
        assertEquals(5, topic.get("deliveredInAll").asLong());
        assertFalse(topic.has("publishedAt"));
    }

    @Test
    void shouldTakeNoReportThatIsNotOfWhomItsTopicSays() {
        SidecarReport of =
                report("momo", 0, 10).addTraffic(quotes().setPublished(1)).build();
        board.hear("platform.telemetry.victim", of.toByteArray());
        board.hear("platform.telemetry.momo", new byte[] {1, 2, 3});
        board.hear("platform.telemetry.momo", report("momo", 10, 5).build().toByteArray());
        JsonNode told = traffic(10);
        assertEquals(0, told.get("instances").size());
        assertEquals(3, told.get("unreadable").asLong());
    }

    @Test
    void shouldKeepABoundedNumberAndSayWhatIsLeftOut() {
        for (int i = 0; i < TrafficBoard.MOST_INSTANCES + 5; i++) {
            hear(report("i" + i, 0, 10));
        }
        SidecarReport.Builder much = report("i0", 10, 20);
        for (int i = 0; i < InstanceTraffic.MOST_TOPICS + 3; i++) {
            much.addTraffic(Traffic.newBuilder().setTopic("t" + i).setPublished(1));
        }
        hear(much);
        JsonNode told = traffic(20);
        assertEquals(TrafficBoard.MOST_INSTANCES, told.get("instances").size());
        assertEquals(5, told.get("untold").asLong());
        JsonNode first = told.get("instances").get(0);
        assertEquals(InstanceTraffic.MOST_TOPICS, first.get("topics").size());
        assertEquals(3, first.get("untold").asLong());
    }

    @Test
    void shouldPutLatenciesIntoTheHalfMinuteThatTheirReportEndsIn() {
        Bucket.Builder fast = Bucket.newBuilder().setAboveNs(1_000).setUpToNs(1_500);
        Bucket.Builder slow = Bucket.newBuilder().setAboveNs(10_000_000_000L);
        hear(report("momo", 0, 10).addTraffic(quotes().addLatency(fast.setCount(3))));
        hear(report("momo", 20, 30).addTraffic(quotes().addLatency(fast.setCount(4))));
        hear(report("momo", 30, 31)
                .addTraffic(quotes().addLatency(fast.setCount(5))
                        .addLatency(slow.setCount(1))
                        .setLag(2)));
        JsonNode told = latency(31);
        assertEquals("[[1000,1500],[10000000000,0]]", told.get("buckets").toString());
        assertEquals(30_000, told.get("slotMs").asLong());
        assertEquals(
                15 * 60_000, told.get("slots").asLong() * told.get("slotMs").asLong());
        JsonNode hop = told.get("hops").get(0);
        assertEquals("[[28,0,7],[29,0,5],[29,1,1]]", hop.get("counts").toString());
        assertEquals(2, hop.get("lag").asLong());
        assertEquals(QUOTES, hop.get("topic").asText());
    }

    @Test
    void shouldForgetLatenciesOfMoreThanAQuarterOfAnHourAgo() {
        Bucket.Builder one = Bucket.newBuilder().setAboveNs(0).setUpToNs(1_000).setCount(1);
        hear(report("momo", 0, 10).addTraffic(quotes().addLatency(one)));
        assertEquals(1, latency(14 * 60).get("hops").size());
        assertEquals(0, latency(15 * 60 + 1).get("hops").size());
        hear(report("momo", 900, 905).addTraffic(quotes().addLatency(one.setCount(9))));
        assertEquals("[[29,0,9]]", latency(906).get("hops").get(0).get("counts").toString());
    }

    @Test
    void shouldForgetAllWhenNobodyListenedForAWhile() {
        hear(report("momo", 0, 10).addTraffic(quotes().setPublished(1)));
        board.begin(BEGIN_NS + 20 * SECOND_NS);
        JsonNode told = traffic(21);
        assertEquals(0, told.get("instances").size());
        assertEquals((BEGIN_NS + 20 * SECOND_NS) / 1_000_000, told.get("since").asLong());
        assertNull(told.get("instances").get(0));
    }
}
