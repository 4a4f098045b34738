package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ContractPagesTest {
    @Test
    void shouldTellEveryFieldAndNumberOfTheProtocol() {
        String page = ProtocolReference.markdown();
        FileDescriptor file = AttachRequest.getDescriptor().getFile();
        List<String> missing = new ArrayList<>();
        file.getMessageTypes().forEach(message -> check(message, message.getName(), page, missing));
        file.getEnumTypes().forEach(declared -> check(declared, declared.getName(), page, missing));
        file.getServices().getFirst().getMethods().stream()
                .filter(method -> !page.contains("| `" + method.getName() + "` | "))
                .forEach(method -> missing.add(method.getName()));
        assertEquals(List.of(), missing);
        assertTrue(page.contains("First call of a plugin."));
        assertTrue(page.contains("handed to the process when it was started; good for one attach"));
        assertTrue(page.contains("| `code` | 1 | [Refusal.Code](#refusalcode) | "));
        assertTrue(page.contains("#### Deliver (12)"));
        assertTrue(page.contains("Below: what only shared memory needs"));
    }

    @Test
    void shouldTellEveryFieldOfTelemetry() {
        String page = TelemetryReference.markdown();
        List<String> missing = new ArrayList<>();
        SidecarReport.getDescriptor()
                .getFile()
                .getMessageTypes()
                .forEach(message -> check(message, message.getName(), page, missing));
        assertEquals(List.of(), missing);
        assertTrue(page.contains("Counts of buckets may be added; percentiles may not."));
    }

    private static String section(String name, String page) {
        int begin = page.indexOf("\n### " + name + "\n");
        if (begin < 0) {
            return "";
        }
        int end = page.indexOf("\n### ", begin + 1);
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    private static void check(Descriptor message, String name, String page, List<String> missing) {
        String section = section(name, page);
        if (section.isEmpty()) {
            missing.add(name);
        }
        message.getFields().stream()
                .filter(field -> !section.contains("| `" + field.getName() + "` | " + field.getNumber() + " | "))
                .forEach(field -> missing.add(name + "." + field.getName()));
        message.getNestedTypes().stream()
                .filter(nested -> !nested.getOptions().getMapEntry())
                .forEach(nested -> check(nested, name + "." + nested.getName(), page, missing));
        message.getEnumTypes().forEach(nested -> check(nested, name + "." + nested.getName(), page, missing));
    }

    private static void check(EnumDescriptor declared, String name, String page, List<String> missing) {
        String section = section(name, page);
        declared.getValues().stream()
                .filter(value -> !section.contains("| " + value.getNumber() + " | `" + value.getName() + "` | "))
                .forEach(value -> missing.add(name + "." + value.getName()));
    }

    @Test
    void shouldLinkOnlyToHeadingsThatAreThere() {
        for (String page :
                List.of(ProtocolReference.markdown(), TelemetryReference.markdown(), TradingReference.markdown())) {
            Set<String> headings = page.lines()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                    .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                    .collect(Collectors.toSet());
            List<String> broken = Pattern.compile("\\]\\(#([^)]+)\\)")
                    .matcher(page)
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !headings.contains(link))
                    .distinct()
                    .toList();
            assertEquals(List.of(), broken);
        }
    }

    @Test
    void shouldTellEveryMessageOfTheTradingSchemaAndWhereItsFieldsAre() {
        String page = TradingReference.markdown();
        Schemas.trading().forEach((id, name) -> assertTrue(page.contains("\n### " + name + " (" + id + ")\n"), name));
        assertTrue(page.contains("| " + FillDecoder.priceEncodingOffset() + "-"
                + (FillDecoder.priceEncodingOffset() + FillDecoder.priceEncodingLength() - 1) + " | `price` | "));
        assertTrue(page.contains("-" + (QuoteDecoder.BLOCK_LENGTH - 1) + " | `askSize` | "));
    }

    @Test
    void shouldShowAManifestThatIsValid() {
        assertEquals("my-alpha", Manifest.parse(ManifestReference.EXAMPLE).id());
        assertTrue(ManifestReference.markdown().contains("| `memory-mib` | whole number, 16 to 1048576 | `256` | "));
    }
}
