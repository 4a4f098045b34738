package io.meridian.platform.act;

import io.meridian.bus.Bus;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.plugin.contract.control.ControlAct;

/** Tells that a service started, and when it is closed that it ended. One that is killed tells no end: the next start is then the next that is known. */
public final class ServiceActs implements AutoCloseable {
    private final ActPublisher acts;
    private final String service;

    /** @param service a segment of a topic */
    public ServiceActs(Bus bus, String service) {
        this(new ActPublisher(bus, service), service);
    }

    /** @param acts with which the service tells of other things, too; closed with this */
    public ServiceActs(ActPublisher acts, String service) {
        this.service = service;
        this.acts = acts;
        tell("SERVICE_STARTED");
    }

    private void tell(String what) {
        boolean told = acts.tell(ControlAct.of(what)
                .osUser(ActPublisher.osUser())
                .on(service)
                .detail("process " + ProcessHandle.current().pid()));
        if (!told) {
            ServiceLoop.say("The bus took no word of this: " + what + ". It is in this log alone.");
        }
    }

    @Override
    public void close() {
        tell("SERVICE_ENDED");
        acts.close();
    }
}
