package io.meridian.platform.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process' own streams, always in UTF-8: a bare locale would turn units into question marks. */
public final class Output {
    private static final PrintStream OUT = utf8(FileDescriptor.out);
    private static final PrintStream ERR = utf8(FileDescriptor.err);

    private Output() {}

    /** For results. */
    public static PrintStream out() {
        return OUT;
    }

    /** For progress and complaints. */
    public static PrintStream err() {
        return ERR;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
