package io.meridian.bus.nats;

import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts who we are, and whom we trust, into the client's options. */
final class Login {
    private Login() {}

    static void apply(NatsSettings settings, Options.Builder builder) throws IOException {
        if (settings.credentials() != null) {
            builder.authHandler(Nats.credentials(readable(settings.credentials(), NatsSettings.CREDENTIALS.name())));
        } else if (settings.token() != null) {
            builder.token(settings.token().toCharArray());
        } else if (settings.user() != null) {
            builder.userInfo(settings.user().toCharArray(), chars(settings.password()));
        }
        if (settings.trustStore() != null) {
            builder.truststorePath(readable(settings.trustStore(), NatsSettings.TRUST_STORE.name()));
            builder.truststorePassword(chars(settings.trustStorePassword()));
        }
        if (settings.keyStore() != null) {
            builder.keystorePath(readable(settings.keyStore(), NatsSettings.KEY_STORE.name()));
            builder.keystorePassword(chars(settings.keyStorePassword()));
        }
    }

    private static char[] chars(String text) {
        return text == null ? new char[0] : text.toCharArray();
    }

    private static String readable(Path file, String setting) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(setting + "=" + file + " cannot be read");
        }
        return file.toString();
    }
}
