package io.meridian.sidecar;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.engine.EngineException;
import io.meridian.sidecar.grants.GrantBook;
import io.meridian.sidecar.grants.Shadow;
import io.meridian.sidecar.memory.AttachFolder;
import io.meridian.sidecar.memory.MemoryAttach;
import io.meridian.sidecar.session.Guard;
import io.meridian.sidecar.session.SessionDesk;
import io.meridian.sidecar.session.SessionHost;
import io.meridian.sidecar.session.SessionLimits;
import io.meridian.sidecar.session.StateKeeper;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;

/**
 * One sidecar: the guard of one plugin instance. It connects to the bus, waits for grants, offers its attach points, and
 * takes one plugin after another until it is closed.
 */
public final class Sidecar implements AutoCloseable, SessionDesk.Surroundings {
    private static final long LOOK_EVERY_NS = 40_000_000L;
    private static final long STUCK_NS = 5_000_000_000L;
    private static final long STATUS_EVERY_NS = 50_000_000L;

    private final SidecarOptions options;
    private final GuardLoop loop;
    private final AttachFolder folder;
    private final GrantBook book;
    private final Shadow shadow = new Shadow();
    private final SettingsFileWatch pluginSettings;
    private final Bus bus;
    private final Guard guard;
    private final StateKeeper state;
    private final SessionDesk desk;
    private final SessionHost host;
    private final MemoryAttach memory;
    private final AgentRunner runner;
    private final Thread watch;
    private final List<AutoCloseable> attachPoints = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();

    private volatile SidecarStatus status = new SidecarStatus(SidecarState.STARTING, List.of(), false);
    private volatile boolean closing;
    private volatile String fault;
    private String token;
    private boolean offered;
    private boolean draining;
    private long drainUntilNs;
    private long statusAtNs = Long.MIN_VALUE;
    private final CountDownLatch drained = new CountDownLatch(1);

    private Sidecar(SidecarOptions options) {
        this.options = options;
        loop = new GuardLoop(options.log());
        folder = AttachFolder.take(options.folder(), options.attachPlace());
        try {
            book = new GrantBook(options.folder(), options.log());
            pluginSettings = new SettingsFileWatch(options.folder().resolve("settings"), options.log());
            SessionLimits limits = SessionLimits.of(options.settings());
            state = new StateKeeper(options.folder().resolve("state"), loop::execute, limits.maxStateBytes());
            bus = Bus.open(new BusContext()
                    .settings(options.settings())
                    .grants(book.table(), options.instance(), options.pool())
                    .clock(options.clock())
                    .ids(options.ids())
                    .listener(SessionDesk.listener(loop::execute, this::desk)));
            guard = new Guard(
                    bus,
                    options.instance(),
                    options.pool(),
                    book,
                    shadow,
                    options.gate(),
                    options.observer(),
                    options.log(),
                    limits);
            desk = new SessionDesk(guard, state, this, pluginSettings::current);
            host = options.host().apply(desk);
            memory = new MemoryAttach(
                    folder,
                    host,
                    options.observer(),
                    Math.toIntExact(options.settings().get(SidecarSettings.RING_TO_SIDECAR)),
                    Math.toIntExact(options.settings().get(SidecarSettings.RING_TO_PLUGIN)),
                    options.settings().get(SidecarSettings.SILENCE).toMillis());
        } catch (RuntimeException failure) {
            folder.close();
            throw failure;
        }
        loop.add(this::turn);
        GuardLoop.Work sessions = desk::turn;
        GuardLoop.Work rings = memory::turn;
        loop.add(() -> endingSessionOnFailure(sessions));
        loop.add(() -> endingSessionOnFailure(rings));
        runner = new AgentRunner(options.idle(), this::failed, null, loop);
        watch = Thread.ofPlatform().daemon().name("sidecar-watch").unstarted(this::watch);
    }

    /** What goes wrong while a plugin is served ends its session, not the sidecar. */
    private int endingSessionOnFailure(GuardLoop.Work work) {
        try {
            return work.turn();
        } catch (InternalError cut) {
            memoryFailed(cut);
            return 1;
        } catch (RuntimeException failure) {
            options.observer().onError("session");
            options.log().error("Serving the plugin failed: " + failure + " at " + place(failure));
            if (desk.session() == null) {
                throw failure;
            }
            desk.session().broken("the sidecar failed to serve it: " + failure);
            return 1;
        }
    }

    /**
     * The machine could not reach memory that is mapped: the plugin made the file shorter. The error comes at the access or
     * a little later, so it may come anywhere on the loop's thread.
     */
    private void memoryFailed(InternalError cut) {
        options.observer().onError("memory_cut");
        options.log().error("The memory shared with the plugin cannot be reached: " + cut.getMessage());
        memory.broken("it cut the shared memory short");
        if (desk.session() != null) {
            desk.session().broken("an access to memory failed while it was served");
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof InternalError cut) {
            memoryFailed(cut);
        } else {
            fail("the loop failed: " + failure + " at " + place(failure));
        }
    }

    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    private SessionDesk desk() {
        return desk;
    }

    /**
     * Starts one on a thread of its own. Does not wait until it is ready: see {@link #status}.
     *
     * @throws IllegalStateException when the folder belongs to a sidecar that runs
     * @throws EngineException when the bus can never work
     * @throws io.meridian.sidecar.state.DamagedStateException when the plugin's stored state is damaged
     */
    public static Sidecar start(SidecarOptions options) {
        Sidecar sidecar = new Sidecar(options);
        sidecar.book.look();
        sidecar.pluginSettings.look();
        Thread thread = AgentRunner.startOnThread(sidecar.runner);
        thread.setName("sidecar-" + options.instance());
        sidecar.loop.execute(sidecar.desk::grantsChanged);
        sidecar.watch.start();
        try {
            options.attachPoints().forEach(point -> sidecar.attachPoints.add(point.apply(sidecar)));
        } catch (RuntimeException failure) {
            sidecar.close();
            throw failure;
        }
        return sidecar;
    }

    /** What it was started with. */
    public SidecarOptions options() {
        return options;
    }

    /** The loop, to hand commands to. */
    public GuardLoop loop() {
        return loop;
    }

    /** Where attach points bring plugins. For the loop's thread. */
    public SessionHost host() {
        return host;
    }

    /** What the proposed grants would have denied. */
    public Shadow shadow() {
        return shadow;
    }

    /** Whether the engine of its bus is there. From any thread. */
    public boolean isConnected() {
        return bus.isConnected();
    }

    /** How it is. From any thread. */
    public SidecarStatus status() {
        return status;
    }

    /** To be called, from any thread, when the latch was set or released: the plugin is told. */
    public void latchChanged() {
        loop.execute(desk::grantsChanged);
    }

    private int turn() {
        guard.tick();
        if (draining) {
            boolean done = desk.isDrained() || guard.nowNs() > drainUntilNs;
            if (done && drained.getCount() > 0) {
                memory.close();
                desk.close("the sidecar ends");
                drained.countDown();
            }
            return 0;
        }
        boolean open = notReady() == null;
        if (open && !offered && desk.session() == null) {
            offered = true;
            token = newSecret();
            memory.offer();
            folder.writeToken(token);
        } else if (!open && offered && desk.session() == null) {
            offered = false;
            withdraw();
        }
        if (guard.nowNs() >= statusAtNs) {
            statusAtNs = guard.nowNs() + STATUS_EVERY_NS;
            updateStatus();
        }
        return 0;
    }

    private void withdraw() {
        token = null;
        folder.removeToken();
        memory.withdraw();
    }

    private void updateStatus() {
        SidecarState now = state();
        boolean attached = desk.session() != null;
        if (now == SidecarState.READY) {
            if (status.state() != now || status.attached() != attached) {
                status = new SidecarStatus(now, List.of(), attached);
            }
            return;
        }
        status = new SidecarStatus(now, reasons(), attached);
    }

    private SidecarState state() {
        if (closing) {
            return SidecarState.DRAINING;
        }
        if (fault != null) {
            return SidecarState.FAULTED;
        }
        if (!book.isKnown() || desk.session() == null && !bus.isConnected() && !offered) {
            return SidecarState.STARTING;
        }
        if (!bus.isConnected() || book.problem() != null || options.gate().isLatched()) {
            return SidecarState.DEGRADED;
        }
        return desk.isRecovering() ? SidecarState.RECOVERING : SidecarState.READY;
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (fault != null) {
            reasons.add(fault);
        }
        if (closing) {
            reasons.add("It was told to end and finishes what is in flight.");
        }
        if (book.problem() != null) {
            reasons.add(book.problem());
        }
        if (!bus.isConnected()) {
            reasons.add("The bus is away; it is being looked for.");
        }
        if (options.gate().isLatched()) {
            reasons.add("The kill latch is set: orders are stopped until a named person releases it.");
        }
        if (desk.isRecovering()) {
            reasons.add("The plugin catches up on messages from before it was attached.");
        }
        return reasons;
    }

    private void fail(String why) {
        if (fault == null) {
            fault = why + ". Restart the sidecar; tell its authors what it was doing.";
            options.observer().onError("loop");
        }
        options.log().error(why);
    }

    /** Looks at the files again and again, and gives the plugin signs of life while the loop turns. */
    private void watch() {
        while (!closing) {
            try {
                if (book.look()) {
                    loop.execute(desk::grantsChanged);
                }
                if (pluginSettings.look()) {
                    loop.execute(desk::settingsChanged);
                }
                if (System.nanoTime() - loop.turnedNs() < STUCK_NS) {
                    memory.beat();
                }
            } catch (InternalError cut) {
                options.log().error("The memory shared with the plugin cannot be reached: " + cut.getMessage());
            } catch (RuntimeException failure) {
                options.log().error("Watching the sidecar's files failed: " + failure);
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public String notReady() {
        if (closing) {
            return "the sidecar is ending";
        }
        if (fault != null) {
            return fault;
        }
        if (!book.isKnown()) {
            return "the sidecar waits for grants in its folder's file 'grants'";
        }
        return bus.isConnected() || offered ? null : "the sidecar waits for the bus";
    }

    @Override
    public void attached() {
        token = null;
        folder.removeToken();
        loop.execute(memory::withdraw);
        statusAtNs = Long.MIN_VALUE;
    }

    @Override
    public void detached(String reason, boolean crashed) {
        offered = false;
        statusAtNs = Long.MIN_VALUE;
    }

    @Override
    public String stateName() {
        return status.state().name();
    }

    @Override
    public String newSecret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Takes nothing new, finishes what is in flight, and ends. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        status = new SidecarStatus(SidecarState.DRAINING, reasons(), status.attached());
        attachPoints.forEach(this::closeQuietly);
        loop.execute(() -> {
            draining = true;
            drainUntilNs = guard.nowNs() + guardDrainNs();
        });
        try {
            drained.await(guardDrainNs() + 1_000_000_000L, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        runner.close();
        closeQuietly(bus);
        closeQuietly(state);
        joinWatch();
        closeQuietly(folder);
        status = new SidecarStatus(SidecarState.STOPPED, List.of(), false);
    }

    private long guardDrainNs() {
        return options.settings().get(SidecarSettings.DRAIN).toNanos();
    }

    private void joinWatch() {
        LockSupport.unpark(watch);
        try {
            watch.join(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            options.log().warn("While ending: " + failure);
        }
    }
}
