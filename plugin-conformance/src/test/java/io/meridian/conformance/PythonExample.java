package io.meridian.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import io.meridian.conformance.stage.PluginProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The example in Python, made ready to run: with the module that protoc makes of the contract. */
final class PythonExample {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final Path FOLDER = REPOSITORY.resolve("examples/python");
    private static final Path PROTO = REPOSITORY.resolve("plugin-contract/src/main/proto/io/meridian/plugin/contract");

    private final Path generated;
    private final String python;

    /** @param generated takes what protoc makes */
    PythonExample(Path generated) throws IOException, InterruptedException {
        this.generated = generated;
        python = python();
        run(
                "protoc",
                "--python_out=" + generated,
                "-I",
                PROTO.toString(),
                PROTO.resolve("sidecar.proto").toString());
    }

    /** The example as it is. */
    Subject subject() {
        return subject("sum_plugin.py", true);
    }

    /**
     * The example with something changed before it runs.
     *
     * @param name of the script that does so, each with its own
     */
    Subject changed(String name, String change, boolean snapshots) throws IOException {
        String script = """
            import os, queue, signal, sys, threading, time
            import sidecar
            from sidecar import pb, Sidecar, SidecarLost
            from sum_plugin import Sum
            import sum_plugin
            old_manifest, old_run = sidecar.read_manifest, sidecar.run
            old_attach, old_call, old_handle, old_read = Sidecar.attach, Sidecar.call, Sidecar.handle, Sidecar.read
            old_subscribe, old_heartbeat, old_work = Sidecar.subscribe, Sidecar.heartbeat, Sidecar.work


            def on_call(name, change):
                def call(self, called, request):
                    if called == name:
                        change(request)
                    return old_call(self, called, request)
                Sidecar.call = call


            def send(plugin, topic, payload=b"1", **head):
                said = pb.MessageHead(topic=topic, **head)
                plugin.sidecar.call("Publish", pb.PublishRequest(head=said, payload=payload))


            %s
            sidecar.__file__ = os.path.join("%s", "sidecar.py")
            sys.exit(sidecar.run(Sum()))
            """.formatted(change, FOLDER);
        Path file = generated.resolve(name + ".py");
        Files.writeString(file, script);
        return subject(file.toString(), snapshots);
    }

    private Subject subject(String script, boolean snapshots) {
        return new Subject(
                PluginProcess.launcher(
                        List.of(
                                "/usr/bin/env",
                                "PYTHONPATH=" + generated + ":" + FOLDER,
                                "PYTHONDONTWRITEBYTECODE=1",
                                python,
                                script),
                        FOLDER),
                "python-sum",
                "1.0.0",
                "EXAMPLE",
                List.of("examples.sum"),
                List.of("examples.number.*"),
                List.of("examples.number.*", "examples.sum"),
                snapshots,
                Map.of());
    }

    private static String python() throws IOException, InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            Process tried = new ProcessBuilder(python, "-c", "import grpc, google.protobuf").start();
            if (tried.waitFor(30, TimeUnit.SECONDS) && tried.exitValue() == 0) {
                return python;
            }
        }
        return abort("Python has no gRPC here. Install it (Debian: sudo apt-get install python3-grpcio"
                + " protobuf-compiler) and run this again.");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(List.of(command) + " failed: " + output);
        }
    }
}
