package io.meridian.platform.cli;

import picocli.CommandLine.ExitCode;

/** A command cannot go on, and its message tells a person all about it. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** It was told to do something that cannot be right. */
    public static CommandException wrongUse(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** It was told right, and failed. */
    public static CommandException failed(String message) {
        return new CommandException(ExitCode.SOFTWARE, message);
    }

    /** What the process ends with. */
    public int exitCode() {
        return exitCode;
    }
}
