package io.meridian.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The example in Python, made ready to run: with the module that protoc makes of the contract. */
final class PythonExample {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    static final Path FOLDER = REPOSITORY.resolve("examples/python");
    private static final Path PROTO = REPOSITORY.resolve("plugin-contract/src/main/proto/io/meridian/plugin/contract");

    private PythonExample() {}

    /** The example as it is, or a script in place of its own. */
    static Subject subject(Path generated, String script) throws IOException, InterruptedException {
        String python = python();
        run(
                "protoc",
                "--python_out=" + generated,
                "-I",
                PROTO.toString(),
                PROTO.resolve("sidecar.proto").toString());
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/env", "PYTHONPATH=" + generated + ":" + FOLDER, "PYTHONDONTWRITEBYTECODE=1", python));
        if (script == null) {
            command.add("sum_plugin.py");
        } else {
            Path file = generated.resolve("variant.py");
            Files.writeString(file, script);
            command.add(file.toString());
        }
        return new Subject(
                command,
                FOLDER,
                "python-sum",
                "1.0.0",
                "EXAMPLE",
                List.of("examples.sum"),
                List.of("examples.number.*"),
                List.of("examples.number.*", "examples.sum"),
                true,
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
