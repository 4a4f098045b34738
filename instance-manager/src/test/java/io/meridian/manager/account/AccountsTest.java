package io.meridian.manager.account;

import static io.meridian.manager.TestManager.ANNA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.basis.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountsTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private TestManager test;
    private Manager manager;

    @BeforeEach
    void open() {
        test = new TestManager(folder, Mode.PRODUCTION);
        manager = test.open();
        manager.accounts().create(Person.MANAGER, "bo", PASSWORD, EnumSet.of(Role.AUTHOR, Role.ADMIN));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldKeepNeitherPasswordsNorTokens() throws Exception {
        String secret = manager.tokens()
                .session(manager.accounts().login("bo", PASSWORD))
                .secret();
        Path copy = folder.resolve("copy.db");
        manager.database().copyTo(copy.toString());
        String bytes = new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(PASSWORD));
        assertFalse(bytes.contains(secret));
        assertTrue(bytes.contains("$argon2id$"));
    }

    @Test
    void shouldSayTheSameOfAWrongNameAndAWrongPassword() {
        Refusal name = assertThrows(Refusal.class, () -> manager.accounts().login("nobody", PASSWORD));
        Refusal password = assertThrows(Refusal.class, () -> manager.accounts().login("bo", "wrong"));
        assertEquals(name.getMessage(), password.getMessage());
    }

    @Test
    void shouldNoteALoginThatWasRefusedAndNoneOfANameThatWasMadeUp() {
        assertThrows(Refusal.class, () -> manager.accounts().login("bo", "wrong"));
        assertThrows(Refusal.class, () -> manager.accounts().login("nobody", "wrong"));
        manager.tokens().session(manager.accounts().login("bo", PASSWORD));
        assertEquals(
                List.of("session.refused bo", "session.begin bo"),
                manager.acts().after("", 100).stream()
                        .filter(act -> act.action().startsWith("session"))
                        .map(act -> act.action() + " " + act.who())
                        .toList());
    }

    @Test
    void shouldMakeGuessingSlow() {
        for (int i = 0; i < 5; i++) {
            assertThrows(Refusal.class, () -> manager.accounts().login("bo", "wrong"));
        }
        assertTrue(assertThrows(Refusal.class, () -> manager.accounts().login("bo", PASSWORD))
                .getMessage()
                .contains("Too many"));
        test.clock.advance(Duration.ofSeconds(2));
        manager.accounts().login("bo", PASSWORD);
    }

    @Test
    void shouldTakeARoleFromTokensWhenTheAccountLosesIt() {
        manager.accounts().create(Person.MANAGER, "cy", PASSWORD, EnumSet.of(Role.ADMIN));
        Person bo = new Person("bo", EnumSet.of(Role.AUTHOR, Role.ADMIN), "");
        String secret = manager.tokens()
                .create(bo, "robot", EnumSet.of(Role.AUTHOR, Role.ADMIN), Duration.ofDays(1))
                .secret();
        manager.accounts().change(ANNA, "bo", EnumSet.of(Role.AUTHOR), null);
        assertEquals(
                Set.of(Role.AUTHOR),
                manager.tokens().person(secret).orElseThrow().roles());
        manager.accounts().change(ANNA, "bo", null, true);
        assertTrue(manager.tokens().person(secret).isEmpty());
    }

    @Test
    void shouldNotLoseTheLastAdmin() {
        assertThrows(Refusal.class, () -> manager.accounts().change(ANNA, "bo", EnumSet.of(Role.AUTHOR), null));
        assertThrows(Refusal.class, () -> manager.accounts().change(ANNA, "bo", null, true));
    }

    @Test
    void shouldGiveNoTokenMoreThanItsOwnerHas() {
        Person bo = new Person("bo", EnumSet.of(Role.AUTHOR), "");
        assertThrows(
                Refusal.class,
                () -> manager.tokens().create(bo, "robot", EnumSet.of(Role.APPROVER), Duration.ofDays(1)));
    }

    @Test
    void shouldEndATokenByItself() {
        Person bo = new Person("bo", EnumSet.of(Role.AUTHOR), "");
        String secret = manager.tokens()
                .create(bo, "robot", EnumSet.of(Role.AUTHOR), Duration.ofDays(1))
                .secret();
        assertTrue(manager.tokens().person(secret).isPresent());
        test.clock.advance(Duration.ofDays(2));
        assertTrue(manager.tokens().person(secret).isEmpty());
    }
}
