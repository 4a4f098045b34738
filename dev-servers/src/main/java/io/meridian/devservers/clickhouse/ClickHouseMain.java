package io.meridian.devservers.clickhouse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** The process of the server: {@code PORT FOLDER LIBRARY USER}; the password of the user is in the environment. It ends by a signal. */
public final class ClickHouseMain {
    /** The variable with the password: arguments of a process can be seen by others. */
    public static final String PASSWORD = "MERIDIAN_CLICKHOUSE_PASSWORD";

    private static final int WAITING = 64;

    private ClickHouseMain() {}

    /** Says {@code ready} when it answers. */
    public static void main(String[] arguments) throws IOException {
        // Else each answer on a connection that is used again takes 45 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Path data = Files.createDirectories(folder.resolve("data"));
        Sessions sessions = new Sessions(new Engine(Path.of(arguments[2]), data));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), WAITING);
        server.setExecutor(Executors.newCachedThreadPool());
        Answers answers = new Answers(sessions, arguments[3], System.getenv().getOrDefault(PASSWORD, ""));
        server.createContext("/", new HttpQuestions(answers, folder));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop(1);
            sessions.close();
        }));
        server.start();
        System.out.println("ready clickhouse port=" + arguments[0]);
    }
}
