package io.meridian.ui.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meridian.plugin.contract.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.OtfHeaderDecoder;
import uk.co.real_logic.sbe.otf.OtfMessageDecoder;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/**
 * Decodes payloads by the schema itself, so that a message which is added to it is shown without a line here. Values are texts, whole numbers, exact
 * decimals, lists and maps.
 */
public final class MessageFields {
    /** What could not be decoded is told under this name. */
    public static final String PROBLEM = "problem";

    private static final String SCHEMA = "/io/meridian/plugin/contract/trading.xml";
    private static final int LARGEST_JSON = 64 << 10;
    private static final int DEEPEST = 20;

    private final Ir schema = schema();
    private final OtfHeaderDecoder header = new OtfHeaderDecoder(schema.headerStructure());
    private final Map<Integer, List<Token>> messages = new ConcurrentHashMap<>();
    private final ObjectMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private static Ir schema() {
        try (InputStream in = Schemas.class.getResourceAsStream(SCHEMA)) {
            return new IrGenerator().generate(XmlSchemaParser.parse(in, ParserOptions.DEFAULT));
        } catch (IOException e) {
            throw new IllegalStateException("the trading schema cannot be read", e);
        } catch (Exception e) {
            throw new IllegalStateException("the trading schema cannot be understood: " + e.getMessage(), e);
        }
    }

    /** @param contentType empty for the trading schema */
    public Map<String, Object> of(int schemaId, String contentType, byte[] payload) {
        if (contentType.isEmpty() && Schemas.isTrading(schemaId)) {
            return trading(payload);
        }
        if (contentType.startsWith("application/json") && payload.length <= LARGEST_JSON) {
            return json(payload);
        }
        if (contentType.startsWith("text/")) {
            return Map.of("text", new String(payload, StandardCharsets.UTF_8));
        }
        return Map.of();
    }

    private Map<String, Object> trading(byte[] payload) {
        FieldCollector collector = new FieldCollector();
        try {
            UnsafeBuffer buffer = new UnsafeBuffer(payload);
            int id = header.getTemplateId(buffer, 0);
            if (header.getSchemaId(buffer, 0) != Schemas.TRADING
                    || !Schemas.trading().containsKey(id)) {
                return Map.of(PROBLEM, "its own head says that it is no message of the trading schema");
            }
            OtfMessageDecoder.decode(
                    buffer,
                    header.encodedLength(),
                    header.getSchemaVersion(buffer, 0),
                    header.getBlockLength(buffer, 0),
                    messages.computeIfAbsent(id, key -> schema.getMessage(key)),
                    collector);
            return collector.fields();
        } catch (RuntimeException damaged) {
            // Bytes of somebody else: whatever they do to a decoder, the message is shown as far as it could be read.
            Map<String, Object> fields = new LinkedHashMap<>(collector.fields());
            fields.put(PROBLEM, "it is not a whole message of the trading schema");
            return fields;
        }
    }

    private Map<String, Object> json(byte[] payload) {
        try {
            Object value = json.readValue(payload, Object.class);
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> fields = new LinkedHashMap<>();
                map.forEach((name, each) -> fields.put(name.toString(), each));
                return fields;
            }
            return Map.of("value", String.valueOf(value));
        } catch (JsonProcessingException e) {
            return Map.of(PROBLEM, "it is called JSON and is none");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }
}
