package io.meridian.bus.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
    @Test
    void shouldWriteTheGoldenPage() throws IOException {
        assertEquals(golden(), SettingsReference.markdown(ExampleSettings.ALL));
    }

    @Test
    void shouldWriteTheSamePageWhenSchemasComeInOtherOrder() {
        assertEquals(
                SettingsReference.markdown(ExampleSettings.ALL),
                SettingsReference.markdown(List.of(ExampleSettings.NATS, ExampleSettings.BUS, ExampleSettings.AERON)));
    }

    @Test
    void shouldNotShowDefaultWhenSettingIsSecret() {
        assertFalse(SettingsReference.markdown(ExampleSettings.ALL).contains("1234"));
    }

    private static String golden() throws IOException {
        try (InputStream in = SettingsReferenceTest.class.getResourceAsStream("settings-reference.md")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
