package io.meridian.bus;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.setting.SettingsSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings of the bus itself; each engine adds its own. */
public final class BusSettings {
    /** Which engine. */
    public static final Setting<String> BACKEND =
            Setting.text("bus.backend", "The engine that carries the messages.").defaultsTo("aeron");

    /** Which engine for which topics. */
    public static final Setting<Map<String, String>> ROUTES = Setting.map(
                    "bus.routes",
                    SettingType.text(),
                    "Topic patterns and the engine each goes to, such as platform.data.**=aeron,platform.**=kafka. The"
                            + " most specific pattern wins; topics that match none go to bus.backend.")
            .defaultsTo(Map.of());

    /** Whose traffic. */
    public static final Setting<String> DEPLOYMENT = Setting.text(
                    "bus.deployment", "Name of the deployment. Deployments on the same servers never see each other.")
            .defaultsTo("dev")
            .check(name -> name.matches("[A-Za-z0-9_-]{1,32}"), "1 to 32 letters, digits, '_' or '-'");

    /** What acknowledgements must mean. */
    public static final Setting<Map<String, AckLevel>> ACK_REQUIRED = Setting.map(
                    "bus.ack.required",
                    SettingType.choice(AckLevel.class),
                    "Topic patterns and the least an acknowledgement there must mean, such as platform.oms.**=FSYNCED."
                            + " An engine that gives less refuses to publish there.")
            .defaultsTo(Map.of());

    /** Whether the deployment lives on replayed data. */
    public static final Setting<Boolean> REPLAYED = Setting.bool(
                    "bus.replayed",
                    "This deployment lives on replayed data, on purpose: who is in it acts on messages that are"
                        + " flagged as replayed, and all that is said in it is flagged so. Never for one that reaches"
                        + " a market.")
            .defaultsTo(false);

    /** How much a durable publisher keeps. */
    public static final Setting<Long> RESEND_BUFFER = Setting.bytes(
                    "bus.resend.buffer",
                    "How much each durable publisher keeps until it is acknowledged, to send it again after a lost"
                            + " connection. When it is full, publishing is back-pressured.")
            .defaultsTo(8L << 20)
            .between(64L << 10, 1L << 30);

    /** How long a request waits to be taken. */
    public static final Setting<Duration> RESPONDER_PATIENCE = Setting.duration(
                    "bus.responder.patience", "How long a request waits to be taken before it ends as 'no responder'.")
            .defaultsTo(Duration.ofMillis(500));

    /** All of them. */
    public static final SettingsSchema SCHEMA = SettingsSchema.of(
                    "Bus", BACKEND, ROUTES, DEPLOYMENT, REPLAYED, ACK_REQUIRED, RESEND_BUFFER, RESPONDER_PATIENCE)
            .claiming("BUS_");

    private BusSettings() {}

    /** The bus' own and those of every engine on the class path. */
    public static List<SettingsSchema> schemas() {
        List<SettingsSchema> all = new ArrayList<>();
        all.add(SCHEMA);
        for (BusEngineProvider provider : BusEngines.all()) {
            all.add(provider.settings());
        }
        return all;
    }
}
