package io.meridian.platform.audit;

import io.meridian.audit.log.SigningKey;
import io.meridian.audit.witness.Witness;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.StopSignal;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meridian audit witness}. */
@Command(
        name = "witness",
        description =
                "Keeps the checkpoints of recorders in a folder of its own. Run it as another user, or on what another"
                        + " user controls: then whoever has the log and its key cannot take back what is kept here."
                        + " Recorders find it by setting audit.witness.")
final class AuditWitnessCommand implements Callable<Integer> {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The folder of what is kept.")
    private Path folder;

    @Option(names = "--socket", paramLabel = "FILE", required = true, description = "Where recorders connect.")
    private Path socket;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            required = true,
            description = "The public key of the recorder (public-key.pem): what it has not signed is refused.")
    private Path key;

    @Option(names = "--parent", hidden = true, description = "Ends with the process of this number.")
    private long parent;

    @Override
    public Integer call() {
        PublicKey publicKey = SigningKey.readPublic(key);
        StopSignal stop = StopSignal.install().withProcess(parent);
        Witness witness = new Witness(folder, socket, publicKey, ServiceLoop::say);
        try {
            Output.out().println("ready witness pid=" + ProcessHandle.current().pid());
            while (!stop.await(LOOK_NS)) {
                // It works on threads of its own.
                continue;
            }
        } finally {
            witness.close();
        }
        return 0;
    }
}
