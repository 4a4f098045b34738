package io.meridian.platform.image;

import io.meridian.platform.cli.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A whole image as one file that {@code docker load} takes. No daemon is needed to make it; the same content gives the same image. */
final class ImageArchive {
    private final String tag;
    private final List<ImageLayer> layers;
    private final String config;

    /** How a container of it begins. @param environment as NAME=VALUE */
    record Start(
            List<String> entryPoint, List<String> environment, int user, String folder, Map<String, String> labels) {}

    ImageArchive(String tag, List<ImageLayer> layers, Start start) {
        this.tag = tag;
        this.layers = layers;
        config = config(layers, start);
    }

    private static String config(List<ImageLayer> layers, Start start) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("User", start.user() + ":" + start.user());
        run.put("Env", start.environment());
        run.put("Entrypoint", start.entryPoint());
        run.put("WorkingDir", start.folder());
        run.put("Labels", new TreeMap<>(start.labels()));
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("architecture", architecture());
        whole.put("os", "linux");
        whole.put("created", ImageLayer.TIME.toString());
        whole.put("config", run);
        whole.put(
                "rootfs",
                new TreeMap<>(Map.of(
                        "type",
                        "layers",
                        "diff_ids",
                        layers.stream().map(layer -> "sha256:" + layer.digest()).toList())));
        return Json.of(whole);
    }

    /** As images call that of this machine, whose Java and libraries are in them. */
    static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    /** What Docker calls it by its content. */
    String id() {
        return "sha256:" + digest();
    }

    private String digest() {
        return HexFormat.of().formatHex(ImageLayer.sha256().digest(config.getBytes(StandardCharsets.UTF_8)));
    }

    void write(OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = ImageLayer.tar(out)) {
            String configName = digest() + ".json";
            put(tar, configName, config);
            for (ImageLayer layer : layers) {
                TarArchiveEntry entry = entry(name(layer), Files.size(layer.file()));
                tar.putArchiveEntry(entry);
                Files.copy(layer.file(), tar);
                tar.closeArchiveEntry();
            }
            Map<String, Object> manifest = new LinkedHashMap<>();
            manifest.put("Config", configName);
            manifest.put("RepoTags", List.of(tag));
            manifest.put("Layers", layers.stream().map(ImageArchive::name).toList());
            put(tar, "manifest.json", Json.of(List.of(manifest)));
        }
    }

    private static String name(ImageLayer layer) {
        return layer.digest() + ".tar";
    }

    private static void put(TarArchiveOutputStream tar, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tar.putArchiveEntry(entry(name, bytes.length));
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String name, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(0);
        return entry;
    }
}
