package io.meridian.plugin.contract.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class SchemasTest {
    @Test
    void shouldNameEveryMessageOfTheTradingSchema() throws Exception {
        Map<Integer, String> declared = new TreeMap<>();
        try (InputStream in = Schemas.class.getResourceAsStream("/io/meridian/plugin/contract/trading.xml")) {
            Element schema = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
            NodeList messages = schema.getElementsByTagName("sbe:message");
            for (int i = 0; i < messages.getLength(); i++) {
                Element message = (Element) messages.item(i);
                declared.put(Integer.valueOf(message.getAttribute("id")), message.getAttribute("name"));
            }
            assertEquals(Integer.parseInt(schema.getAttribute("id")), Schemas.TRADING);
            assertEquals(schema.getAttribute("semanticVersion"), Schemas.TRADING_SEMANTIC_VERSION);
        }
        assertEquals(declared, Schemas.trading());
        assertTrue(declared.keySet().stream().allMatch(Schemas::isTrading));
        assertEquals("Quote", Schemas.name(QuoteEncoder.TEMPLATE_ID));
        assertEquals("schema-998", Schemas.name(998));
    }

    @Test
    void shouldSayWhatAPayloadIs() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        new QuoteEncoder().wrapAndApplyHeader(buffer, 16, new MessageHeaderEncoder());
        assertEquals(QuoteEncoder.TEMPLATE_ID, Schemas.idOf(buffer, 16, 8 + QuoteEncoder.BLOCK_LENGTH));
        assertEquals(0, Schemas.idOf(buffer, 16, 7 + QuoteEncoder.BLOCK_LENGTH));
        assertEquals(0, Schemas.idOf(buffer, 16, 7));
        assertEquals(0, Schemas.idOf(buffer, 0, 128));
    }

    @Test
    void shouldFillInTopics() {
        assertEquals("platform.data.quote.XNAS.AAPL", TopicTemplate.QUOTE.topic("XNAS", "AAPL"));
        assertEquals("platform.data.quote.XNAS.*", TopicTemplate.QUOTE.pattern("XNAS", "*"));
        assertEquals("platform.ccm.*.command", TopicTemplate.CCM_COMMAND.pattern());
        assertEquals("platform.control.kill", TopicTemplate.KILL.topic());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> TopicTemplate.QUOTE.topic("XNAS", "BRK.B"));
        assertTrue(e.getMessage().startsWith("symbol=BRK.B is no segment"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> TopicTemplate.QUOTE.topic("XNAS", "*"));
        assertThrows(IllegalArgumentException.class, () -> TopicTemplate.QUOTE.topic("XNAS"));
        assertThrows(IllegalArgumentException.class, () -> TopicTemplate.NAV.topic("A".repeat(250)));
    }

    @Test
    void shouldFindTheTemplateOfEveryTopicItMakes() {
        for (TopicTemplate template : TopicTemplate.values()) {
            String[] values = template.places().stream().map(place -> "X-1").toArray(String[]::new);
            String topic = template.topic(values);
            assertEquals(template, TopicTemplate.of(topic).orElseThrow());
            assertEquals(template.template(), TopicTemplate.tag(topic));
            assertEquals("dlq." + template.template(), TopicTemplate.tag("dlq." + topic));
            assertTrue(TopicNames.isTopic(topic));
            assertTrue(TopicNames.isPattern(template.pattern()));
            assertTrue(template.messages().stream().allMatch(Schemas.trading()::containsValue), template.name());
        }
        assertEquals("other", TopicTemplate.tag("platform.data.quote.XNAS"));
        assertEquals("other", TopicTemplate.tag("acme.mine"));
        assertEquals("dlq.other", TopicTemplate.tag("dlq.acme.mine"));
    }

    @Test
    void shouldGiveEveryMessageATopic() {
        for (String message : Schemas.trading().values()) {
            boolean travels = false;
            for (TopicTemplate template : TopicTemplate.values()) {
                travels |= template.messages().contains(message);
            }
            assertTrue(travels, message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b-c_D.9", "*", "**", "a.**", "a.*.c", "*.**", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p"})
    void shouldTakePatterns(String pattern) {
        assertTrue(TopicNames.isPattern(pattern));
        assertEquals(!pattern.contains("*"), TopicNames.isTopic(pattern));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "a b",
                "**.a",
                "a.**.b",
                "a*",
                "***",
                "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q",
                "ä"
            })
    void shouldRefuseWhatIsNoPattern(String pattern) {
        assertFalse(TopicNames.isPattern(pattern));
        assertFalse(TopicNames.isTopic(pattern));
        assertFalse(TopicNames.isPattern(null));
    }

    @Test
    void shouldBoundTheLengthOfTopics() {
        assertTrue(TopicNames.isTopic("a".repeat(254)));
        assertFalse(TopicNames.isTopic("a".repeat(255)));
    }

    @Test
    void shouldBeDurableWhenItsTemplateSaysSo() {
        for (TopicTemplate template : TopicTemplate.values()) {
            assertEquals(template.isDurable(), TopicNames.isDurable(template.pattern()), template::template);
        }
        assertFalse(TopicNames.isDurable("examples.number.*"));
        assertTrue(TopicNames.isDurable("platform.oms.**"));
    }
}
