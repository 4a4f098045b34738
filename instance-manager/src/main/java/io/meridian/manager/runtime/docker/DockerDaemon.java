package io.meridian.manager.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;

/** The line to a Docker daemon. What it hands out can do anything, so it is handed to nobody outside this package. */
public final class DockerDaemon implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 4096;

    private final String host;
    private final DockerClient client;
    private final DockerClient patient;

    private DockerDaemon(String host) {
        this.host = host;
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        client = client(config, ANSWER);
        patient = client(config, null);
    }

    /** @param host such as {@code unix:///var/run/docker.sock}; whether it answers shows when it is asked */
    public static DockerDaemon at(String host) {
        try {
            return new DockerDaemon(host);
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(
                    "'" + host + "' is no address of a Docker daemon: " + wrong.getMessage()
                            + ". It is like unix:///var/run/docker.sock.",
                    wrong);
        }
    }

    private static DockerClient client(DefaultDockerClientConfig config, Duration answer) {
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .responseTimeout(answer)
                        .build());
    }

    /** Whether it answers; an empty text, or why not. */
    public String trouble() {
        try {
            ask(docker -> docker.pingCmd().exec());
            return "";
        } catch (IllegalStateException away) {
            return away.getMessage();
        }
    }

    /**
     * Asks for something that is answered at once.
     *
     * @throws DockerException when it answers that it will not
     * @throws IllegalStateException when it does not answer
     */
    <T> T ask(Function<DockerClient, T> question) {
        try {
            return question.apply(client);
        } catch (DockerException refused) {
            throw refused;
        } catch (RuntimeException away) {
            throw new IllegalStateException(
                    "Docker at " + host + " does not answer: " + rootOf(away) + ". Does it run?", away);
        }
    }

    /** For answers that come as long as there is something to say. */
    DockerClient patient() {
        return patient;
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** What it said when it refused, without the status. */
    static String reason(DockerException refused) {
        String text = String.valueOf(refused.getMessage()).strip();
        int begin = text.indexOf("\"message\":\"");
        int end = text.lastIndexOf("\"}");
        return begin < 0 || end < begin
                ? text
                : text.substring(begin + "\"message\":\"".length(), end).replace("\\\"", "\"");
    }

    @Override
    public void close() {
        try {
            client.close();
            patient.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the line to Docker cannot be closed: " + e.getMessage(), e);
        }
    }
}
