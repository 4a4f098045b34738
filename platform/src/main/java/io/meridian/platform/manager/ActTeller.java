package io.meridian.platform.manager;

import io.meridian.bus.Bus;
import io.meridian.manager.act.Act;
import io.meridian.manager.act.Acts;
import io.meridian.platform.act.ActPublisher;
import io.meridian.platform.act.ServiceActs;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Tells the bus each act of the manager, so that the audit log has them: in their order, and from where an earlier manager left off, since an act is first
 * in the database. Before them it tells that the manager started, and at the end that it ended. One may be told twice when the manager is killed; its id is the same.
 */
final class ActTeller implements AutoCloseable {
    private static final String SERVICE = "manager";
    private static final String TOLD_FILE = "acts.told";
    private static final int AT_ONCE = 100;
    private static final long REST_MS = 200;

    private final Acts acts;
    private final ActPublisher publisher;
    private final Path file;
    private final Thread thread;
    private volatile boolean closed;
    private String told;

    ActTeller(Acts acts, Bus bus, Path managerFolder) throws IOException {
        this.acts = acts;
        publisher = new ActPublisher(bus, SERVICE);
        file = managerFolder.resolve(TOLD_FILE);
        told = Files.exists(file) ? Files.readString(file).strip() : "";
        thread = Thread.ofPlatform().name("manager-acts").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        ServiceActs service = new ServiceActs(publisher, SERVICE);
        try {
            tellActs();
        } finally {
            service.close();
        }
    }

    private void tellActs() {
        String trouble = "";
        while (!closed) {
            try {
                for (Act act : acts.after(told, AT_ONCE)) {
                    // It waits, and tries again at the next look, while the bus takes nothing.
                    if (closed || !publisher.tell(controlAct(act))) {
                        break;
                    }
                    told = act.id();
                    WholeFile.write(file, told + "\n");
                }
                trouble = "";
                TimeUnit.MILLISECONDS.sleep(REST_MS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException failed) {
                if (!String.valueOf(failed.getMessage()).equals(trouble)) {
                    trouble = String.valueOf(failed.getMessage());
                    ServiceLoop.say("ALARM: acts are not told to the bus: " + trouble);
                }
            }
        }
    }

    private static ControlAct controlAct(Act act) {
        return ControlAct.of(act.action())
                .by(act.who())
                .on(act.object())
                .change(text(act.before()), text(act.after()))
                .why(act.why())
                .detail("act " + act.id() + " of the manager at " + act.at());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
