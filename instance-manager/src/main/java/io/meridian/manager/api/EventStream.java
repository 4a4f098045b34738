package io.meridian.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.manager.basis.Json;
import java.io.IOException;
import java.io.OutputStream;

/** Server-sent events. */
record EventStream(OutputStream out) {
    /** @param data as JSON */
    void tell(String event, Object data) throws IOException {
        write("event: " + event + "\ndata: " + Json.text(data) + "\n\n");
    }

    /** Nothing happened, and both ends learn whether the other is there. */
    void rest() throws IOException {
        write(": still here\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
