package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A node as a process of its own, which says {@code ready} and then a line to each that it is told. */
record NodeProcess(Process process, BufferedReader out, Writer in, Path errors) {
    /**
     * @param main of what the process runs; it is given the name, the seeds, a folder of its own and the number
     * @param folder of all processes
     */
    static NodeProcess start(Class<?> main, Path folder, String name, String seeds, int number) throws IOException {
        Path errors = folder.resolve(name + ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        name,
                        seeds,
                        folder.resolve(name).toString(),
                        Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        NodeProcess node = new NodeProcess(process, process.inputReader(), process.outputWriter(), errors);
        assertEquals("ready", node.out.readLine(), () -> "it ended: " + node.complaints());
        return node;
    }

    String ask(String order) throws IOException {
        in.write(order + "\n");
        in.flush();
        String line = out.readLine();
        assertNotNull(line, () -> "it has ended: " + complaints());
        return line;
    }

    private String complaints() {
        try {
            return Files.readString(errors);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** It is gone when this returns. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }
}
