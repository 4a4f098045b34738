package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.CommandException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian login}. */
@Command(
        name = "login",
        description = "Logs in at the instance manager. The login lasts 12 hours and is kept in a file of yours. The"
                + " password is asked for, or read from standard input.")
public final class LoginCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
    private String name;

    @Override
    public Integer call() throws IOException {
        JsonNode issued = line.postOpenly("/v1/sessions", Map.of("name", name, "password", password()));
        Logins.of(line.address()).keep(name, issued.get("secret").asText());
        spec.commandLine()
                .getOut()
                .println("Logged in as " + name + " until "
                        + issued.get("token").get("expiresAt").asText() + ", with the roles "
                        + issued.get("token").get("roles") + ".");
        return 0;
    }

    private static String password() throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Password: ");
            return typed == null ? "" : new String(typed);
        }
        String read = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (read == null) {
            throw CommandException.wrongUse("The password is missing: type it, or give it on standard input.");
        }
        return read;
    }
}
