package io.meridian.platform.stack;

import picocli.CommandLine.Option;

/** Which stack a command is about. */
public final class StackOptions {
    @Option(
            names = "--name",
            defaultValue = "dev",
            description = "Name of the stack; stacks of different names run side by side. Default: ${DEFAULT-VALUE}.")
    private String name;

    public StackFolder folder() {
        return new StackFolder(name);
    }
}
