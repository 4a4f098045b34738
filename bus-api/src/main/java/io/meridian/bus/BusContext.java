package io.meridian.bus;

import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.setting.Settings;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;

/**
 * Collects what a bus is opened with. Only grants have no default: say {@link GrantTable#unrestricted} for a process of the
 * platform itself.
 */
public final class BusContext {
    private Settings settings;
    private int instance;
    private String principal = "platform";
    private String pool = "PLATFORM";
    private GrantTable grants;
    private EpochNanoClock clock;
    private IdSource ids;
    private Supplier<IdleStrategy> idleStrategy;
    private BusListener listener;
    private boolean concluded;

    /** The settings to use; without them, the environment and the file it names are read. */
    public BusContext settings(Settings newSettings) {
        settings = newSettings;
        return this;
    }

    /** Settings by name, for tests and programs that know what they want. */
    public BusContext settings(Map<String, String> values) {
        return settings(Settings.of(BusSettings.schemas(), values));
    }

    /**
     * The number of this instance, stamped on its messages as their source. It must be new in every run of a process,
     * since sequences begin at 1 again; without one, a random one is taken.
     */
    public BusContext instance(int number) {
        instance = number;
        return this;
    }

    /** What is allowed, and in whose name it is looked up. */
    public BusContext grants(GrantTable table, String newPrincipal, String newPool) {
        grants = table;
        principal = newPrincipal;
        pool = newPool;
        return this;
    }

    /** Everything is allowed: for processes of the platform itself, and tests. */
    public BusContext unrestricted() {
        grants = GrantTable.unrestricted();
        return this;
    }

    /** Epoch nanoseconds. */
    public BusContext clock(EpochNanoClock newClock) {
        clock = newClock;
        return this;
    }

    /** Correlation ids, and the instance number when none is given. */
    public BusContext ids(IdSource newIds) {
        ids = newIds;
        return this;
    }

    /** How the waiting loops of this bus idle. */
    public BusContext idleStrategy(Supplier<IdleStrategy> newIdleStrategy) {
        idleStrategy = newIdleStrategy;
        return this;
    }

    /** Who is told what happens. */
    public BusContext listener(BusListener newListener) {
        listener = newListener;
        return this;
    }

    /** Fills in the defaults and checks the whole. May run once. */
    BusConfig conclude() {
        if (concluded) {
            throw new IllegalStateException("concluded=true: a context opens one bus; make a new one for the next");
        }
        concluded = true;
        if (grants == null) {
            throw new IllegalStateException("grants=null: name a grant table and a principal with grants(...), or"
                    + " unrestricted() for a process of the platform itself");
        }
        Settings used = settings == null ? Settings.read(BusSettings.schemas(), System.getenv()) : settings;
        IdSource usedIds = ids == null ? IdSource.random() : ids;
        int usedInstance = instance;
        while (usedInstance == 0) {
            usedInstance = (int) usedIds.nextId();
        }
        return new BusConfig(
                used,
                used.get(BusSettings.DEPLOYMENT),
                usedInstance,
                principal,
                pool,
                grants,
                clock == null ? new OffsetEpochNanoClock() : clock,
                usedIds,
                idleStrategy == null ? BackoffIdleStrategy::new : idleStrategy,
                listener == null ? new BusListener() {} : listener,
                Math.toIntExact(used.get(BusSettings.RESEND_BUFFER)),
                used.get(BusSettings.RESPONDER_PATIENCE).toNanos());
    }
}
