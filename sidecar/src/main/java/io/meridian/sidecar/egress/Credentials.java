package io.meridian.sidecar.egress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Secrets for hosts outside, one a line: the host, a header's name, and its value, or the environment variable that has it.
 *
 * <pre>
 * https://api.example.com:443 Authorization Bearer 0123456789
 * https://api.example.com:443 X-Key env:EXAMPLE_KEY
 * </pre>
 *
 * The scheme says whether TLS is spoken to the host.
 */
record Credentials(List<Secret> secrets) {
    static final Credentials NONE = new Credentials(List.of());

    private static final String ENVIRONMENT = "env:";
    private static final String TLS = "https://";
    private static final String PLAIN = "http://";
    private static final int TLS_PORT = 443;

    /** One line. Its text does not tell the value. */
    record Secret(Target target, boolean tls, String header, String value) {
        @Override
        public String toString() {
            return target + " " + header;
        }
    }

    Credentials {
        secrets = List.copyOf(secrets);
    }

    /**
     * Reads them from a file.
     *
     * @throws IOException when it cannot be read, others may read it, or a line is wrong
     */
    static Credentials read(Path file, UnaryOperator<String> environment) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        for (PosixFilePermission permission : permissions) {
            if (!permission.name().startsWith("OWNER")) {
                throw new IOException("file=" + file
                        + " of sidecar.egress.credentials is open to others than its owner:" + " chmod 600 " + file);
            }
        }
        try {
            return parse(Files.readString(file), environment);
        } catch (IllegalArgumentException wrong) {
            throw new IOException("file=" + file + " of sidecar.egress.credentials, " + wrong.getMessage(), wrong);
        }
    }

    /** @throws IllegalArgumentException at the first line that is wrong; it never quotes a value */
    static Credentials parse(String text, UnaryOperator<String> environment) {
        List<Secret> secrets = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", 3);
            try {
                secrets.add(secret(words, environment));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage()
                        + ". A line is: https://HOST:PORT HEADER VALUE, where VALUE may be env:VARIABLE");
            }
        }
        return new Credentials(secrets);
    }

    private static Secret secret(String[] words, UnaryOperator<String> environment) {
        if (words.length != 3) {
            throw new IllegalArgumentException("it has " + words.length + " words, not three");
        }
        boolean tls = words[0].startsWith(TLS);
        if (!tls && !words[0].startsWith(PLAIN)) {
            throw new IllegalArgumentException("it does not begin with https:// or http://");
        }
        if (!RequestHead.isName(words[1]) || RequestHead.isOfTheWay(words[1])) {
            throw new IllegalArgumentException("its second word is no header that may be added");
        }
        String value = words[2];
        if (value.startsWith(ENVIRONMENT)) {
            String variable = value.substring(ENVIRONMENT.length());
            value = environment.apply(variable);
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException("the environment has no variable " + variable);
            }
        }
        if (!RequestHead.isValue(value)) {
            throw new IllegalArgumentException("its value has a character that no header may have");
        }
        return new Secret(Target.parse(words[0].substring(tls ? TLS.length() : PLAIN.length())), tls, words[1], value);
    }

    /** Those for a target. */
    List<Secret> of(Target target) {
        return secrets.stream().filter(secret -> secret.target().equals(target)).toList();
    }

    /** Whether TLS is to be spoken to a target for a plugin that speaks none itself. */
    boolean speaksTls(Target target) {
        List<Secret> known = of(target);
        return known.isEmpty() ? target.port() == TLS_PORT : known.getFirst().tls();
    }
}
