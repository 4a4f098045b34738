package io.meridian.platform;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A test class that starts much waits until no other process of this build runs one of its kind: what they promise within seconds is promised to a machine that has not several to run. */
public final class OneStackAtATime implements BeforeAllCallback {
    private static final Path FILE = Path.of("target", "one-stack.lock").toAbsolutePath();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Files.createDirectories(FILE.getParent());
        FileChannel file = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.lock();
        // The lock ends with the channel, which is closed after the class.
        context.getStore(Namespace.create(OneStackAtATime.class)).put(FILE, file);
    }
}
