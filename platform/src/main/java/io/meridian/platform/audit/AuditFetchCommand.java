package io.meridian.platform.audit;

import io.meridian.audit.mirror.LogFetch;
import io.meridian.bus.Bus;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.RunningCount;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian audit fetch}. */
@Command(
        name = "fetch",
        description = {
            "Makes the files of audit logs again from what 'meridian audit mirror' carried to an engine, each log in a"
                    + " folder of DIR that is called by its id. Whether all is there and as it was recorded, says"
                    + " 'meridian audit verify' of it, with the public key.",
            "Without --from it is the bus of BUS_BACKEND. Ends with 1 when there is no log."
        },
        footer = {
            "",
            "  KAFKA_BOOTSTRAP=127.0.0.1:9092 meridian audit fetch /tmp/copy --from kafka",
            "  meridian audit verify --log /tmp/copy/ID --key public-key.pem"
        })
final class AuditFetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "Takes a folder for each log.")
    private Path folder;

    @Option(names = "--from", paramLabel = "ENGINE", description = "The engine, such as kafka.")
    private String engine;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        RunningCount count = new RunningCount("bytes", json);
        LogFetch.Fetched fetched;
        try (Bus from = SecondBus.on(new BusOptions(), engine)) {
            fetched = LogFetch.fetch(from, folder.toAbsolutePath().normalize(), count);
        }
        if (fetched.bytes().isEmpty()) {
            throw CommandException.failed("The engine keeps no audit log of this deployment. 'meridian audit mirror'"
                    + " carries one there.");
        }
        count.clear();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("bytes", fetched.bytes());
            all.put("refused", fetched.refused());
            out.println(Json.of(all));
        } else {
            fetched.bytes()
                    .forEach((id, bytes) -> out.println(folder.resolve(id) + "  " + Figures.count(bytes) + " bytes"));
            if (fetched.refused() > 0) {
                out.println(Figures.count(fetched.refused()) + " messages were no piece of a log and are left out.");
            }
            out.println("Now look whether it is whole: meridian audit verify --log FOLDER --key public-key.pem");
        }
        out.flush();
        return 0;
    }
}
