package io.meridian.manager.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.registry.Artifact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Images: what they say of themselves, and how they come here. None is changed or removed. */
public final class DockerImages {
    /** The label of an image that has the plugin's manifest, word for word. */
    public static final String MANIFEST_LABEL = "io.meridian.manifest";

    private final DockerDaemon daemon;
    private final String sidecarImage;
    private final Map<String, Pull> pulls = new ConcurrentHashMap<>();

    /** What was found. @param tag as it was asked for, or null when it was asked for by digest */
    public record Found(Artifact artifact, byte[] manifest, String tag) {}

    /** @param sidecarImage the name of the image that sidecars run from */
    public DockerImages(DockerDaemon daemon, String sidecarImage) {
        this.daemon = daemon;
        this.sidecarImage = sidecarImage;
    }

    /** Why no container can be started now, each with what to do; nothing: it can. */
    public List<String> problems() {
        String trouble = daemon.trouble();
        if (!trouble.isEmpty()) {
            return List.of(trouble + " See manager.docker.host.");
        }
        return id(sidecarImage).isPresent()
                ? List.of()
                : List.of(
                        "The image of sidecars, " + sidecarImage + ", is not on this machine. Build it: meridian image"
                                + " sidecar; or name another one in manager.docker.sidecar.image.");
    }

    /** The id of the image that sidecars run from. @throws IllegalStateException when there is none */
    String sidecar() {
        return id(sidecarImage)
                .orElseThrow(() -> new IllegalStateException(problems().getFirst()));
    }

    /**
     * Reads an image that is on this machine. What it is registered by never changes its meaning: the digest that its registry gave it, or, of one
     * that was built here, its id.
     *
     * @throws Refusal when it is no plugin
     */
    public Optional<Found> find(String reference) {
        return inspect(reference).map(image -> {
            Map<String, String> labels =
                    image.getConfig() == null ? null : image.getConfig().getLabels();
            String manifest = labels == null ? null : labels.get(MANIFEST_LABEL);
            if (manifest == null) {
                throw Refusal.invalid("The image " + reference + " has no label " + MANIFEST_LABEL
                        + ", so it is no plugin. 'meridian image build' sets it; with a Dockerfile of your own: docker"
                        + " build --label \"" + MANIFEST_LABEL + "=$(cat plugin.yaml)\".");
            }
            ImageName name = ImageName.parse(reference);
            String pinned = image.getRepoDigests() == null
                    ? image.getId()
                    : image.getRepoDigests().stream()
                            .filter(digest -> digest.startsWith(name.repository() + "@"))
                            .findFirst()
                            .orElse(image.getId());
            return new Found(
                    new Artifact(Artifact.Kind.IMAGE, pinned, pinned.substring(pinned.indexOf('@') + 1)),
                    manifest.getBytes(StandardCharsets.UTF_8),
                    name.tag());
        });
    }

    private Optional<InspectImageResponse> inspect(String reference) {
        ImageName.parse(reference);
        try {
            return Optional.of(
                    daemon.ask(docker -> docker.inspectImageCmd(reference).exec()));
        } catch (NotFoundException none) {
            return Optional.empty();
        } catch (DockerException wrong) {
            throw Refusal.invalid("'" + reference + "' is no name of an image: " + DockerDaemon.reason(wrong) + ".");
        }
    }

    /** The id that a name stands for now, on this machine. */
    Optional<String> id(String reference) {
        return inspect(reference).map(InspectImageResponse::getId);
    }

    /**
     * Fetches an image, or tells how far that is. Called again until it is done.
     *
     * @throws Refusal when it cannot be had
     */
    public Progress fetch(String reference) {
        ImageName name = ImageName.parse(reference);
        if (name.isId()) {
            throw Refusal.unknown("There is no image " + reference + " on this machine. It was built here and removed:"
                    + " build it again, and register that.");
        }
        Pull pull = pulls.computeIfAbsent(reference, key -> Pull.start(daemon, name));
        if (!pull.isOver()) {
            return pull.progress();
        }
        pulls.remove(reference);
        String failure = pull.failure();
        if (!failure.isEmpty()) {
            throw Refusal.unknown("The image " + reference + " is not on this machine, and cannot be fetched: "
                    + failure + ". Build it here ('meridian image build'), or check its name and registry.");
        }
        return pull.progress();
    }

    /** How far a fetch is. @param isOver whether it is done */
    public record Progress(long doneBytes, long totalBytes, boolean isOver) {}

    /** One that is under way. */
    private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {
        private final Map<String, long[]> layers = new ConcurrentHashMap<>();
        private volatile String failure = "";
        private volatile boolean isOver;

        static Pull start(DockerDaemon daemon, ImageName name) {
            Pull pull = new Pull();
            daemon.patient()
                    .pullImageCmd(name.repository())
                    .withTag(name.digest() == null ? name.tag() : name.digest())
                    .exec(pull);
            return pull;
        }

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null) {
                failure = item.getErrorDetail().getMessage();
            }
            if (item.getProgressDetail() != null && item.getProgressDetail().getTotal() != null) {
                layers.put(item.getId() + item.getStatus(), new long[] {
                    item.getProgressDetail().getCurrent(),
                    item.getProgressDetail().getTotal()
                });
            }
        }

        @Override
        public void onError(Throwable wrong) {
            failure = wrong instanceof DockerException refused ? DockerDaemon.reason(refused) : String.valueOf(wrong);
            isOver = true;
            super.onError(wrong);
        }

        @Override
        public void onComplete() {
            isOver = true;
            super.onComplete();
        }

        boolean isOver() {
            return isOver;
        }

        String failure() {
            return failure;
        }

        Progress progress() {
            long done = 0;
            long total = 0;
            for (long[] layer : List.copyOf(layers.values())) {
                done += layer[0];
                total += layer[1];
            }
            return new Progress(done, total, isOver);
        }
    }
}
