package io.meridian.sidecar.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressRulesTest {
    private static boolean allows(String rules, String target) {
        return EgressRules.parse(rules).allows(Target.parse(target));
    }

    @Test
    void shouldAllowNothingButWhatALineNames() {
        String rules = "# venues\nallow api.example.com:443\n\n allow  *.example.org:8443 \nallow [::1]:9000\n";
        assertTrue(allows(rules, "api.example.com:443"));
        assertTrue(allows(rules, "API.Example.COM.:443"));
        assertTrue(allows(rules, "a.b.example.org:8443"));
        assertTrue(allows(rules, "[::1]:9000"));
        for (String denied : List.of(
                "api.example.com:80",
                "example.com:443",
                "evil-api.example.com:443",
                "api.example.com.evil.net:443",
                "example.org:8443",
                ".example.org:8443",
                "notexample.org:8443",
                "127.0.0.1:9000")) {
            assertFalse(allows(rules, denied), denied);
        }
        assertFalse(EgressRules.NONE.allows(Target.parse("api.example.com:443")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow",
                "deny a.b:1",
                "allow a.b",
                "allow a.b:0",
                "allow a.b:70000",
                "allow *:443",
                "allow **.a:443",
                "allow a b:443",
                "allow a.b:443 now"
            })
    void shouldRefuseTheFileWithItsLineWhenOneIsWrong(String line) {
        String text = assertThrows(IllegalArgumentException.class, () -> EgressRules.parse("allow a.b:1\n" + line))
                .getMessage();
        assertTrue(text.startsWith("line 2: ") && text.contains("allow HOST:PORT"), text);
    }

    @Test
    void shouldReadTheSecretsThatThePageShows() throws IOException {
        String page = Files.readString(Path.of("../docs/how-to/operate-a-sidecar.md"));
        String shown = page.lines().filter(line -> line.startsWith("https://")).collect(Collectors.joining("\n"));
        List<Credentials.Secret> read = Credentials.parse(shown, Map.of("EXAMPLE_KEY", "from-environment")::get)
                .of(Target.parse("api.example.com:443"));
        assertEquals(
                List.of("Bearer 0123456789", "from-environment"),
                read.stream().map(Credentials.Secret::value).toList());
    }

    @Test
    void shouldReadSecretsAndNeverTellThem() {
        Credentials read = Credentials.parse(
                "https://api.example.com:443 Authorization Bearer s3cret with blanks\n# more\n"
                        + "http://local.test:8080 X-Key env:KEY\n",
                Map.of("KEY", "from-environment")::get);
        assertEquals(
                "Bearer s3cret with blanks",
                read.of(Target.parse("api.example.com:443")).getFirst().value());
        assertEquals(
                "from-environment",
                read.of(Target.parse("local.test:8080")).getFirst().value());
        assertTrue(read.speaksTls(Target.parse("api.example.com:443")));
        assertFalse(read.speaksTls(Target.parse("local.test:8080")));
        assertTrue(read.speaksTls(Target.parse("other.test:443")));
        assertTrue(read.of(Target.parse("other.test:443")).isEmpty());
        assertFalse(read.toString().contains("s3cret"), read.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.com:443 Authorization s3cret",
                "https://api.example.com Authorization s3cret",
                "https://api.example.com:443 Authorization",
                "https://api.example.com:443 Host s3cret",
                "https://api.example.com:443 Content-Length s3cret",
                "https://api.example.com:443 Bad:Name s3cret",
                "https://api.example.com:443 X-Key env:NOBODY",
                "https://api.example.com:443 X-Key s3cret\u0007"
            })
    void shouldRefuseWrongSecretsWithoutQuotingThem(String line) {
        String text = assertThrows(IllegalArgumentException.class, () -> Credentials.parse(line, name -> null))
                .getMessage();
        assertTrue(text.startsWith("line 1: "), text);
        assertFalse(text.contains("s3cret"), text);
    }

    @Test
    void shouldRefuseAFileOfSecretsThatOthersMayRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("secrets");
        Files.writeString(file, "https://api.example.com:443 X-Key s3cret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        String text = assertThrows(java.io.IOException.class, () -> Credentials.read(file, System::getenv))
                .getMessage();
        assertTrue(text.contains("chmod 600"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(1, Credentials.read(file, System::getenv).secrets().size());
    }
}
