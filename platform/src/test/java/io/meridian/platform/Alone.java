package io.meridian.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A test class that waits until no other process of this build runs one that wants the same for itself. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Alone.Waiting.class)
public @interface Alone {
    /** The machine: what is promised within seconds is promised to one that has not two whole stacks to run. */
    String STACK = "stack";

    /** The interfaces of the network: a browser gives up its requests when containers change them. */
    String NETWORK = "network";

    /** What it wants. */
    String[] value();

    /** Waits by locks on files, which end with the class. */
    final class Waiting implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) throws Exception {
            String[] wanted =
                    context.getRequiredTestClass().getAnnotation(Alone.class).value();
            // All in one order, so that no two wait for each other.
            for (String each : Arrays.stream(wanted).sorted().toList()) {
                Path file = Path.of("target", "alone-" + each + ".lock").toAbsolutePath();
                Files.createDirectories(file.getParent());
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                channel.lock();
                context.getStore(Namespace.create(Alone.class)).put(each, channel);
            }
        }
    }
}
