package io.meridian.platform.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The terminal behind standard output, if there is one.
 *
 * @param rows its height
 * @param columns its width
 */
public record Terminal(int rows, int columns) {
    private static final Terminal NONE = new Terminal(0, 0);

    /** Asks for it; the answer changes when a person resizes the window. */
    public static Terminal ask() {
        // Only standard output is asked: input may come from nowhere and complaints may go to a file.
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "test -t 1 && stty size <&1 >&2")
                .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            String[] size = new String(process.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            if (process.waitFor() != 0 || size.length != 2) {
                return NONE;
            }
            int rows = Integer.parseInt(size[0]);
            int columns = Integer.parseInt(size[1]);
            // A terminal that does not know its size says 0.
            return new Terminal(rows == 0 ? 24 : rows, columns == 0 ? 80 : columns);
        } catch (IOException | NumberFormatException e) {
            return NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        }
    }

    /** Whether there is one. */
    public boolean exists() {
        return rows > 0;
    }

    /** Whether it may be written to in colour and in place. */
    public boolean isCapable() {
        return exists() && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colours are welcome. */
    public boolean likesColours() {
        String refused = System.getenv("NO_COLOR");
        return isCapable() && (refused == null || refused.isEmpty());
    }
}
