package io.meridian.platform.stack;

import picocli.CommandLine.Option;

/** Which stack a command is about. */
public final class StackOptions {
    /** The stack of who names none. */
    public static final String USUAL = "dev";

    @Option(
            names = "--name",
            defaultValue = USUAL,
            description = "Name of the stack; stacks of different names run side by side. Default: ${DEFAULT-VALUE}.")
    private String name;

    public StackFolder folder() {
        return new StackFolder(name);
    }
}
