package io.meridian.platform.dev;

import picocli.CommandLine.Option;

/** Which stack a command is about. */
final class StackOptions {
    @Option(
            names = "--name",
            defaultValue = "dev",
            description = "Name of the stack; stacks of different names run side by side. Default: ${DEFAULT-VALUE}.")
    private String name;

    StackFolder folder() {
        return new StackFolder(name);
    }
}
