package io.meridian.platform.server;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another JVM like this one. */
public final class JavaCommand {
    private JavaCommand() {}

    /** With this JVM's own options and class path. */
    public static List<String> of(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (isInheritable(option)) {
                command.add(option);
            }
        }
        command.add("-cp");
        command.add(classPath());
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    /** What this JVM runs; Surefire hides the real class path behind a jar. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Two JVMs cannot listen on one debugger's port or write one recording. */
    private static boolean isInheritable(String option) {
        return !option.startsWith("-agentlib:")
                && !option.startsWith("-javaagent:")
                && !option.startsWith("-XX:StartFlightRecording")
                && !option.startsWith("-XX:ArchiveClassesAtExit")
                && !option.startsWith("-XX:AOTCacheOutput");
    }
}
