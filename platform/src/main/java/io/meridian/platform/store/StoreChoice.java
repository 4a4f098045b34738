package io.meridian.platform.store;

import io.meridian.platform.stack.StackBus;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which store a command is about. */
final class StoreChoice {
    @Mixin
    private StackBus stack = new StackBus();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder of the store. Default: setting storage.dir, else that of the stack.")
    private Path folder;

    StoreLine line() {
        return new StoreLine(stack, folder);
    }
}
