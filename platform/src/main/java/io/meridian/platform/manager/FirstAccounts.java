package io.meridian.platform.manager;

import io.meridian.manager.Manager;
import io.meridian.manager.account.Person;
import io.meridian.manager.account.Role;
import io.meridian.manager.account.Tokens;
import io.meridian.manager.basis.Mode;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** The accounts of a manager that has none: somebody must be able to make the others. */
final class FirstAccounts {
    /** In development: does what authors and operators do. */
    static final String DEV = "dev";
    /** In development: decides on what the other one requests. */
    static final String DEV_APPROVER = "dev-approver";

    private static final String ADMIN = "admin";
    private static final int MOST_ACTS = 100;
    private static final Duration LASTS = Duration.ofDays(366);

    private final Manager manager;
    private final Path folder;
    private final Consumer<String> log;
    private final SecureRandom random = new SecureRandom();

    FirstAccounts(Manager manager, Path folder, Consumer<String> log) {
        this.manager = manager;
        this.folder = folder;
        this.log = log;
    }

    void make() throws IOException {
        if (manager.accounts().all().isEmpty()) {
            String password = password();
            WholeFile.write(ManagerSettings.firstPassword(folder), password + "\n");
            manager.accounts().create(Person.MANAGER, ADMIN, password, Set.of(Role.ADMIN, Role.VIEWER));
            log.accept(
                    "The account '" + ADMIN + "' was made; its password is in " + ManagerSettings.firstPassword(folder)
                            + ". Log in, make accounts for people, and change it; then that file is deleted.");
        }
        if (manager.options().mode() == Mode.DEVELOPMENT) {
            withToken(DEV, EnumSet.allOf(Role.class));
            withToken(DEV_APPROVER, EnumSet.of(Role.VIEWER, Role.APPROVER));
        }
    }

    /** Deletes the password that nobody chose, once it opens nothing any more: the account has another one, or is closed. */
    void forgetUsedPassword() throws IOException {
        Path file = ManagerSettings.firstPassword(folder);
        if (!Files.exists(file)) {
            return;
        }
        boolean isClosed = manager.accounts()
                .find(ADMIN)
                .map(account -> account.disabledAt() != null)
                .orElse(true);
        if (isClosed
                || manager.acts().latest(ADMIN, null, MOST_ACTS).stream()
                        .anyMatch(act -> act.action().equals("account.password"))) {
            Files.deleteIfExists(file);
            log.accept("The password of the account '" + ADMIN + "' was chosen by somebody: " + file + " is deleted.");
        }
    }

    /** On a person's own machine, whoever may read the folder is let in. */
    private void withToken(String name, Set<Role> roles) throws IOException {
        Path file = ManagerPlace.token(folder, name);
        if (manager.accounts().find(name).isEmpty()) {
            manager.accounts().create(Person.MANAGER, name, password(), roles);
        }
        if (Files.exists(file)
                && manager.tokens().person(Files.readString(file).strip()).isPresent()) {
            return;
        }
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Tokens.Issued issued = manager.tokens().create(new Person(name, roles, ""), "of this machine", roles, LASTS);
        WholeFile.write(file, issued.secret() + "\n");
    }

    private String password() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
