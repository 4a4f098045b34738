package io.meridian.sidecar.assembly;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.SidecarSettings;
import io.meridian.sidecar.control.ControlEvent;
import io.meridian.sidecar.control.ControlSocket;
import io.meridian.sidecar.control.Latch;
import io.meridian.sidecar.egress.EgressProxy;
import io.meridian.sidecar.egress.EgressSettings;
import io.meridian.sidecar.grpc.GrpcAttachPoint;
import io.meridian.sidecar.grpc.GrpcSettings;
import io.meridian.sidecar.health.HealthServer;
import io.meridian.sidecar.health.HealthSettings;
import io.meridian.sidecar.limit.LimitSettings;
import io.meridian.sidecar.limit.TradingGate;
import io.meridian.sidecar.metrics.CertificateEnds;
import io.meridian.sidecar.metrics.MetricSettings;
import io.meridian.sidecar.metrics.PrometheusText;
import io.meridian.sidecar.metrics.SidecarMetrics;
import io.meridian.sidecar.metrics.SidecarReports;
import io.meridian.sidecar.session.SessionHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** A sidecar with all its gates, as it runs beside a plugin. */
public final class WholeSidecar implements AutoCloseable {
    /** The largest message that gRPC reads; the bus may allow less. */
    private static final int LARGEST_GRPC_PAYLOAD = 4 << 20;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicReference<Sidecar> sidecar = new AtomicReference<>();
    private final SidecarLog log;
    private AuditTrail audit;
    private String instance;
    private Latch latch;
    private ControlSocket control;
    private long leaseNs;
    private int httpPort;
    private int grpcPort;

    private WholeSidecar(SidecarLog log) {
        this.log = log;
    }

    private void open(Settings settings, UnaryOperator<SessionHost> host) throws IOException {
        if (settings.get(BusSettings.REPLAYED) && settings.get(EgressSettings.ENABLED)) {
            throw new IllegalArgumentException(
                    BusSettings.REPLAYED.name() + "=true and " + EgressSettings.ENABLED.name()
                            + "=true: a deployment that lives on replayed data must not reach a market outside. Turn"
                            + " one of them off.");
        }
        EpochNanoClock clock = SystemEpochNanoClock.INSTANCE;
        InstantSource instants = () -> Instant.ofEpochSecond(0, clock.nanoTime());
        Path folder = ownFolder(settings.get(SidecarSettings.DIR));
        latch = Latch.open(folder, instants);
        if (latch.isSet()) {
            log.warn("The kill latch is set: " + latch.state());
        }
        instance = settings.get(SidecarSettings.INSTANCE);
        audit = new AuditTrail(settings, instance, clock, log);
        parts.push(audit);
        // A plugin can send no order before it is attached, and that opens the connection of the audit trail.
        KillEar ear = new KillEar(instance, latch, this::latchByBus, log);
        audit.listen(ear::listen);
        SidecarMetrics metrics = new AuditedMetrics(settings, SystemNanoClock.INSTANCE, audit);
        Map<String, String> tags = new TreeMap<>(Map.of(
                "deployment", settings.get(BusSettings.DEPLOYMENT), "plugin", settings.get(SidecarSettings.INSTANCE)));
        audit.carry(new Telemetry(
                settings.get(SidecarSettings.INSTANCE),
                new SidecarReports(metrics, clock.nanoTime()),
                sidecar::get,
                latch::isSet,
                clock,
                settings.get(MetricSettings.REPORTS).toNanos()));
        PrometheusText text = new PrometheusText(
                metrics, tags, latch::isSet, this::isConnected, meters -> CertificateEnds.addTo(meters, settings));
        SidecarHealth view = new SidecarHealth(sidecar::get, text, SystemNanoClock.INSTANCE);
        // First of all, and before anything that may wait for a bus.
        leaseNs = settings.find(SidecarSettings.LEASE).map(Duration::toNanos).orElse(Long.MAX_VALUE);
        control = ControlSocket.open(folder, latch, instants, this::onControl, () -> view.line(latch.state()));
        parts.push(control);
        HealthServer health = HealthServer.open(folder, settings.get(HealthSettings.PORT), view);
        parts.push(health);
        httpPort = health.port();
        grpcPort = settings.get(GrpcSettings.ENABLED) ? settings.get(GrpcSettings.PORT) : 0;
        Sidecar started = Sidecar.start(new SidecarOptions(settings)
                .clock(clock)
                .gate(TradingGate.of(settings, latch, clock.nanoTime()))
                .observer(metrics)
                .host(host)
                .log(log));
        sidecar.set(started);
        parts.push(started);
        started.loop().execute(() -> started.loop().add(ear::turn));
        if (settings.get(GrpcSettings.ENABLED)) {
            openGrpc(settings, started);
        }
        if (settings.get(EgressSettings.ENABLED)) {
            parts.push(
                    openEgress(settings, folder, () -> started.loop().execute(() -> metrics.onError("egress_denied"))));
        }
    }

    private EgressProxy openEgress(Settings settings, Path folder, Runnable denied) throws IOException {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return EgressProxy.open(new EgressProxy.Options(
                folder,
                SidecarOptions.attachPlace(settings),
                settings.get(EgressSettings.PORT),
                HexFormat.of().formatHex(secret),
                settings.find(EgressSettings.CREDENTIALS).orElse(null),
                settings.get(EgressSettings.MAX_CONNECTIONS),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                denied,
                log));
    }

    private void openGrpc(Settings settings, Sidecar started) throws IOException {
        GrpcAttachPoint grpc = GrpcAttachPoint.open(new GrpcAttachPoint.Options(
                SidecarOptions.attachPlace(settings),
                grpcPort,
                LARGEST_GRPC_PAYLOAD,
                started.loop()::execute,
                started.host(),
                SystemNanoClock.INSTANCE,
                settings.get(SidecarSettings.SILENCE).toNanos()));
        started.loop().execute(() -> started.loop().add(grpc::turn));
        // What is in flight by gRPC is finished while the sidecar drains, so gRPC ends after it.
        parts.pop();
        parts.push(grpc);
        parts.push(started);
    }

    /**
     * Starts one. Does not wait until it is ready.
     *
     * @throws IOException when a socket or port cannot be had; the text says what to do
     */
    public static WholeSidecar start(Settings settings, SidecarLog log) throws IOException {
        return start(settings, log, UnaryOperator.identity());
    }

    /** As the other, with something that stands between the attach points and the guard, see {@link SidecarOptions#host}. */
    public static WholeSidecar start(Settings settings, SidecarLog log, UnaryOperator<SessionHost> host)
            throws IOException {
        WholeSidecar whole = new WholeSidecar(log);
        try {
            whole.open(settings, host);
            return whole;
        } catch (IOException | RuntimeException e) {
            whole.close();
            throw e;
        }
    }

    /** The settings of the bus, of its engines, and of all parts of a sidecar. */
    public static List<SettingsSchema> schemas() {
        List<SettingsSchema> all = new ArrayList<>(BusSettings.schemas());
        all.addAll(ownSchemas());
        return all;
    }

    /** The settings of all parts of a sidecar. */
    public static List<SettingsSchema> ownSchemas() {
        return List.of(
                SidecarSettings.SCHEMA,
                GrpcSettings.SCHEMA,
                EgressSettings.SCHEMA,
                HealthSettings.SCHEMA,
                LimitSettings.SCHEMA,
                MetricSettings.SCHEMA);
    }

    /** The guard itself. */
    public Sidecar sidecar() {
        return sidecar.get();
    }

    private boolean isConnected() {
        Sidecar started = sidecar.get();
        return started != null && started.isConnected();
    }

    /** Its latch. */
    public Latch latch() {
        return latch;
    }

    /** Whether no manager that leads was heard of for so long that another may run this instance elsewhere: it must end. */
    public boolean isLeaseOver() {
        return control.term().silentNs() > leaseNs;
    }

    /** Where health and metrics are, on 127.0.0.1. */
    public int httpPort() {
        return httpPort;
    }

    /** Where gRPC is on 127.0.0.1; 0 for nowhere. */
    public int grpcPort() {
        return grpcPort;
    }

    /** Drains, and ends everything. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("While ending: " + e);
            }
        }
    }

    private void latchByBus(String by, String reason) {
        try {
            latch.set(by, reason);
            onControl(new ControlEvent(
                    ControlEvent.Kind.LATCHED, by, reason, "", latch.state().at()));
        } catch (IllegalArgumentException e) {
            log.warn("A kill on the bus is from nobody: " + e.getMessage());
        } catch (IOException e) {
            log.error("The kill latch is set by " + by + ", but that could not be stored, so a restart may forget it: "
                    + e.getMessage());
        }
    }

    private void onControl(ControlEvent event) {
        log.line(
                event.kind() == ControlEvent.Kind.DENIED ? SidecarLog.Level.WARN : SidecarLog.Level.INFO,
                "control: " + event.kind() + (event.by().isEmpty() ? "" : " by " + event.by()) + ": " + event.reason()
                        + " (user " + event.osUser() + ")");
        ControlAct act = switch (event.kind()) {
            case LATCHED -> ControlAct.of("LATCHED").change("open", "latched");
            case LATCHED_AGAIN -> ControlAct.of("LATCHED").change("latched", "latched");
            case RELEASED -> ControlAct.of("RELEASED").change("latched", "open");
            case DENIED -> ControlAct.of("CONTROL_DENIED");
        };
        audit.write(act.by(event.by()).osUser(event.osUser()).on(instance).why(event.reason()));
        Sidecar told = sidecar.get();
        if (told != null) {
            told.latchChanged();
        }
    }

    /** The folder, which nobody but its owner may enter. */
    private static Path ownFolder(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(absolute)) {
                Files.createDirectories(absolute.getParent());
                Files.createDirectory(
                        absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
            return absolute;
        } catch (IOException e) {
            throw new UncheckedIOException("sidecar.dir=" + absolute + " cannot be made or is not yours: " + e, e);
        }
    }
}
