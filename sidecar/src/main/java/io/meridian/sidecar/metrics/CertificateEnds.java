package io.meridian.sidecar.metrics;

import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.engine.CertificateFile;
import io.meridian.bus.setting.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** When the certificates end that settings of the bus name. The files are looked at when somebody asks, and at most once an hour. */
public final class CertificateEnds {
    public static final Figure END = Figure.gauge(
            "meridian.certificate.end",
            "seconds",
            "When the first certificate of a file ends that a setting names, as seconds since 1970; 0 where none can be"
                    + " read in it.",
            "setting");

    public static final List<Figure> ALL = List.of(END);

    private static final long EVERY_NS = TimeUnit.HOURS.toNanos(1);
    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    private final List<CertificateFile> files;
    private final NanoClock clock;
    private Map<String, Double> ends;
    private long lookedNs;

    CertificateEnds(List<CertificateFile> files, NanoClock clock) {
        this.files = List.copyOf(files);
        this.clock = clock;
    }

    /** Adds them. */
    public static void addTo(Meters meters, Settings settings) {
        List<CertificateFile> files = new ArrayList<>();
        BusEngines.all().forEach(engine -> files.addAll(engine.certificates(settings)));
        if (!files.isEmpty()) {
            meters.gauges(END, "setting", new CertificateEnds(files, SystemNanoClock.INSTANCE)::ends);
        }
    }

    /** By setting. */
    synchronized Map<String, Double> ends() {
        long nowNs = clock.nanoTime();
        if (ends == null || nowNs - lookedNs >= EVERY_NS) {
            Map<String, Double> found = new TreeMap<>();
            files.forEach(file -> found.put(file.setting(), end(file)));
            ends = found;
            lookedNs = nowNs;
        }
        return ends;
    }

    private static double end(CertificateFile file) {
        try {
            return certificates(file).stream()
                    .filter(X509Certificate.class::isInstance)
                    .mapToDouble(each ->
                            ((X509Certificate) each).getNotAfter().toInstant().getEpochSecond())
                    .min()
                    .orElse(0);
        } catch (IOException | GeneralSecurityException unreadable) {
            // Said by the figure: for the bus itself it is of no use either.
            return 0;
        }
    }

    private static Collection<? extends Certificate> certificates(CertificateFile file)
            throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file.file());
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        }
        char[] password = file.password() == null ? null : file.password().toCharArray();
        KeyStore store = KeyStore.getInstance(file.file().toFile(), password);
        List<Certificate> all = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            all.addAll(chain == null ? List.of(store.getCertificate(alias)) : List.of(chain));
        }
        return all;
    }
}
