package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream that keeps a deployment's durable messages. It is made when it is absent, and neither changed nor deleted by
 * this engine: a stream that cannot keep the promises is an error for a person.
 */
final class DeploymentStream {
    private static final int NOT_FOUND = 404;

    private final NatsSettings settings;
    private final Subjects subjects;
    private Session verifiedOn;

    DeploymentStream(NatsSettings settings, Subjects subjects) {
        this.settings = settings;
        this.subjects = subjects;
    }

    String name() {
        return subjects.stream();
    }

    /** Makes sure that it is there and as it must be. Asks the server once a session. */
    synchronized void ensure(Session session) throws IOException, JetStreamApiException {
        if (verifiedOn != session) {
            info(session);
        }
    }

    /** As {@link #ensure}, but asks again after something went wrong. */
    synchronized void verifyAgain() {
        verifiedOn = null;
    }

    /** Makes sure that it is there, and tells how it stands. */
    synchronized StreamInfo info(Session session) throws IOException, JetStreamApiException {
        StreamInfo info;
        try {
            info = find(session.management());
        } catch (IOException e) {
            if (!session.connection.getServerInfo().isJetStreamAvailable()) {
                throw JetStreamProblem.notEnabled("durable profile", settings, e);
            }
            throw e;
        }
        if (info == null) {
            info = session.management().addStream(wanted());
        }
        List<String> problems = problems(info.getConfiguration());
        if (!problems.isEmpty()) {
            throw new EngineException("the stream " + name() + " exists and does not fit: "
                    + String.join("; ", problems)
                    + ". Change it (nats stream edit " + name() + "), change the nats.stream settings, or use another"
                    + " deployment name. It is not changed by itself, because it holds messages.");
        }
        verifiedOn = session;
        return info;
    }

    private StreamInfo find(JetStreamManagement management) throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(name());
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private StreamConfiguration wanted() {
        return StreamConfiguration.builder()
                .name(name())
                .description("Durable messages of the Meridian deployment " + subjects.deployment())
                .subjects(subjects.allDurable())
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.Old)
                .maxBytes(settings.streamMaxBytes() == 0 ? -1 : settings.streamMaxBytes())
                .maxAge(settings.streamMaxAge())
                .duplicateWindow(duplicateWindow())
                .replicas(settings.replicas())
                .allowDirect(true)
                .build();
    }

    /** The server refuses a window longer than the age. */
    private Duration duplicateWindow() {
        Duration age = settings.streamMaxAge();
        return !age.isZero() && age.compareTo(settings.duplicateWindow()) < 0 ? age : settings.duplicateWindow();
    }

    private List<String> problems(StreamConfiguration found) {
        List<String> problems = new ArrayList<>();
        if (!found.getSubjects().contains(subjects.allDurable())) {
            problems.add("subjects=" + found.getSubjects() + " must have " + subjects.allDurable());
        }
        if (found.getStorageType() != StorageType.File) {
            problems.add("storage=" + found.getStorageType() + " must be file");
        }
        if (found.getRetentionPolicy() != RetentionPolicy.Limits) {
            problems.add("retention=" + found.getRetentionPolicy() + " must be limits");
        }
        if (found.getNoAck()) {
            problems.add("no_ack=true must be false");
        }
        if (found.getSealed()) {
            problems.add("it is sealed");
        }
        if (found.getReplicas() < settings.replicas()) {
            problems.add(
                    "num_replicas=" + found.getReplicas() + " is below nats.stream.replicas=" + settings.replicas());
        }
        if (found.getDuplicateWindow().compareTo(duplicateWindow()) < 0) {
            problems.add("duplicate_window=" + found.getDuplicateWindow() + " is below nats.stream.duplicate.window="
                    + duplicateWindow());
        }
        long bytes = settings.streamMaxBytes();
        if (found.getMaxBytes() > 0 && (bytes == 0 || found.getMaxBytes() < bytes)) {
            problems.add("max_bytes=" + found.getMaxBytes() + " keeps less than nats.stream.max.bytes="
                    + (bytes == 0 ? "0 (all)" : Long.toString(bytes)));
        }
        Duration age = settings.streamMaxAge();
        if (!found.getMaxAge().isZero() && (age.isZero() || found.getMaxAge().compareTo(age) < 0)) {
            problems.add("max_age=" + found.getMaxAge() + " keeps less than nats.stream.max.age="
                    + (age.isZero() ? "0s (all)" : age.toString()));
        }
        if (found.getMaxMsgs() > 0) {
            problems.add("max_msgs=" + found.getMaxMsgs() + " must be unlimited");
        }
        if (found.getMaxMsgsPerSubject() > 0) {
            problems.add("max_msgs_per_subject=" + found.getMaxMsgsPerSubject() + " must be unlimited");
        }
        return problems;
    }
}
