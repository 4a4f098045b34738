package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.stack.StackFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Everything that trades in the development stack: the kernel, the manager, and run by it a simulated market, the plugins on the way of an order and a
 * strategy; and money for it. The parts start side by side: each waits for what it hears, so their order does not matter.
 */
final class Pipeline {
    private static final String OPENING_CASH = "1000000";
    private static final String CURRENCY = "USD";
    private static final int KERNEL_PATIENCE_S = 60;
    private static final int AT_ONCE = 3;

    private final Stack stack;
    private final StackFolder folder;
    private final int rate;
    private final StackManagers managers;
    private final List<String> store;
    private final List<String> audit;
    private final List<String> spans;

    /**
     * @param managers what runs the plugins
     * @param store the command that stores market data; empty: none is stored
     * @param audit the command that records the bus; empty: it is not recorded
     * @param spans the command that sends spans of what is recorded; empty: nobody wants them
     */
    Pipeline(
            Stack stack,
            StackFolder folder,
            int rate,
            StackManagers managers,
            List<String> store,
            List<String> audit,
            List<String> spans) {
        this.stack = stack;
        this.folder = folder;
        this.rate = rate;
        this.managers = managers;
        this.store = store;
        this.audit = audit;
        this.spans = spans;
    }

    /** @return false when the signal to stop came first */
    boolean start(StopSignal stop) {
        stack.startManagers(managers);
        stack.startService(
                Stack.KERNEL,
                List.of("kernel", "--dir", folder.data().resolve("kernel").toString()));
        if (!store.isEmpty()) {
            stack.startService(Stack.STORE, store);
        }
        if (!audit.isEmpty()) {
            stack.startService(Stack.AUDIT, audit);
        }
        if (!spans.isEmpty()) {
            stack.startService(Stack.SPANS, spans);
        }
        try (ExecutorService starters = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Boolean>> started = new ArrayList<>();
            started.add(starters.submit(() -> depositOpeningCash(stop)));
            if (!stack.awaitManager(stop)) {
                return false;
            }
            for (StackPlugin plugin : StackPlugin.all(rate)) {
                PluginProject project = plugin.upToDate();
                started.add(starters.submit(() ->
                        !stop.isStopped() && stack.startPlugin(project, plugin.instance(), plugin.settings(), stop)));
            }
            boolean all = true;
            for (Future<Boolean> each : started) {
                all &= each.get();
            }
            return all;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof CommandException told
                    ? told
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Once for the stack's data: the same id a second time books nothing. */
    private boolean depositOpeningCash(StopSignal stop) {
        String[] command = ("desk deposit hello " + OPENING_CASH + " " + CURRENCY
                        + " --by launcher --id opening-cash-hello --wait " + KERNEL_PATIENCE_S)
                .split(" ");
        if (!stack.runs("cash", List.of(command), stop)) {
            if (stop.isStopped()) {
                return false;
            }
            throw CommandException.failed("The kernel took no opening cash within " + KERNEL_PATIENCE_S + " s. See "
                    + folder.log(Stack.KERNEL) + " and " + folder.log("cash") + ".");
        }
        Output.err().println(String.format("  %-12s%s %s for the portfolio hello", "cash", OPENING_CASH, CURRENCY));
        return true;
    }
}
