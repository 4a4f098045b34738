package io.meridian.sidecar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicTemplatesTest {
    private final TopicTemplates templates = new TopicTemplates(List.of(TopicPattern.of("desk.*.orders")));

    @ParameterizedTest
    @CsvSource({
        "platform.data.quote.XNAS.AAPL, platform.data.quote.{venue}.{symbol}",
        "platform.data.quote.**, platform.data.quote.{venue}.{symbol}",
        "platform.data.*.XNAS.AAPL, platform.data.**",
        "platform.data.odd.XNAS.AAPL, other",
        "platform.data.quote.AAPL, other",
        "platform.signal.insight.momo.AAPL, platform.signal.insight.{model}.{symbol}",
        "platform.portfolio.target.growth, platform.portfolio.target.{portfolio}",
        "platform.oms.command.growth, platform.oms.command.{portfolio}",
        "platform.oms.*.growth, platform.oms.**",
        "platform.ems.event.**, platform.ems.event.{portfolio}",
        "platform.ccm.XNAS.session, platform.ccm.{venue}.session",
        "platform.ccm.*.command, platform.ccm.{venue}.command",
        "platform.ccm.XNAS.*, platform.ccm.{venue}.**",
        "platform.bor.nav.growth, platform.bor.nav.{portfolio}",
        "platform.control.kill, platform.control.kill",
        "platform.audit.AAPL, other",
        "platform.**, platform.**",
        "**, platform.**",
        "dlq.**, dlq.platform.**",
        "dlq.platform.oms.event.AAPL, dlq.platform.oms.event.{portfolio}",
        "dlq.platform.oms.**, dlq.platform.oms.**",
        "dlq.AAPL, dlq.other",
        "desk.AAPL.orders, desk.*.orders",
        "AAPL, other",
        "platform, other",
        "platform.AAPL.x, other",
        "AAPL.*, other"
    })
    void shouldFoldNamesIntoTemplates(String text, String template) {
        assertEquals(template, templates.name(templates.numberOf(TopicPattern.of(text))));
    }

    @Test
    void shouldNeverShowASymbolNorGrowWithoutBound() {
        Random random = new Random(11);
        String[] words = {
            "platform",
            "data",
            "quote",
            "oms",
            "ems",
            "command",
            "ccm",
            "signal",
            "insight",
            "dlq",
            "bor",
            "audit",
            "SYMBOL"
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder topic = new StringBuilder(random.nextInt(3) > 0 ? "platform" : "dlq");
            int segments = random.nextInt(6);
            for (int j = 0; j < segments; j++) {
                String word = words[random.nextInt(words.length)];
                topic.append('.').append(word.equals("SYMBOL") ? "SYMBOL" + random.nextInt(1000) : word);
            }
            String name = templates.name(templates.numberOf(Topic.of(topic.toString())));
            assertTrue(!name.contains("SYMBOL"), () -> topic + " became " + name);
        }
        assertTrue(templates.count() < TopicTemplates.CAPACITY, "count=" + templates.count());
    }

    @Test
    void shouldCountAsOtherBeyondItsBound() {
        List<TopicPattern> many = new java.util.ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(TopicPattern.of("desk" + i + ".**"));
        }
        TopicTemplates bounded = new TopicTemplates(many);
        for (int i = 0; i < 200; i++) {
            int number = bounded.numberOf(Topic.of("desk" + i + ".a"));
            assertEquals(i + 1 < TopicTemplates.CAPACITY ? "desk" + i + ".**" : "other", bounded.name(number));
        }
    }
}
