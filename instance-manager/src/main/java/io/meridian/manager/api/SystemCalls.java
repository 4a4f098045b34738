package io.meridian.manager.api;

import io.meridian.manager.Changes;
import io.meridian.manager.Manager;
import io.meridian.manager.ManagerLoop;
import io.meridian.manager.act.Act;
import io.meridian.manager.backup.Backups;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.reconcile.Phase;
import io.meridian.manager.runtime.docker.DockerImages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The manager itself: how it is, what was done, what changes, backups. */
final class SystemCalls {
    /** Each tab of the management pages is one. */
    private static final int MOST_WATCHERS = 512;

    private static final int MOST_WAITING = 1000;

    private final Manager manager;
    private final ManagerLoop loop;
    private final Backups backups;
    private final String version;
    private final String description;
    private final Semaphore watchers = new Semaphore(MOST_WATCHERS);

    SystemCalls(Manager manager, ManagerLoop loop, Backups backups, String version, String description) {
        this.manager = manager;
        this.loop = loop;
        this.backups = backups;
        this.version = version;
        this.description = description;
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.of(
                "getDescription", call -> Answer.ok(description),
                "getLiveness", call -> Answer.ok(Map.of("ok", true)),
                "getStatus", this::status,
                "watchChanges", this::watch,
                "listActs", this::acts,
                "createBackup", call -> Answer.created(view(backups.create(call.person()))),
                "listBackups", call -> Answer.page(call, backups.list(), Backups.Backup::name, SystemCalls::view));
    }

    private static Map<String, Object> view(Backups.Backup backup) {
        return Views.fields(
                "name",
                backup.name(),
                "bytes",
                backup.bytes(),
                "at",
                backup.at().toString());
    }

    private Answer status(Call call) {
        var states = manager.reconciler().states().values();
        return Answer.ok(Views.fields(
                "deployment", manager.options().deployment(),
                "mode", manager.options().mode().name(),
                "version", version,
                "instances", states.size(),
                "running",
                        states.stream()
                                .filter(state -> state.phase() == Phase.RUNNING)
                                .count(),
                "lastPassMillis", loop.lastPassNs() / 1_000_000.0,
                "containers", containers(),
                "holding", manager.kills().list(true).stream().map(Views::of).toList()));
    }

    /** Why no container can be started now; null where there are none. */
    private List<String> containers() {
        DockerImages images = manager.options().images();
        return images == null ? null : images.problems();
    }

    private Answer acts(Call call) {
        int limit = call.number("limit");
        List<Act> found = manager.acts().latest(call.value("object"), call.value("cursor"), limit + 1);
        List<Act> items = found.subList(0, Math.min(limit, found.size()));
        return Answer.ok(Answer.page(
                items.stream().map(Views::of).toList(),
                found.size() > limit ? items.getLast().id() : null));
    }

    private Answer watch(Call call) {
        if (!watchers.tryAcquire()) {
            throw Refusal.quota("There are " + MOST_WATCHERS + " who watch already.");
        }
        return Answer.stream(out -> {
            EventStream events = new EventStream(out);
            BlockingQueue<Changes.Change> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
            try (AutoCloseable watching = manager.changes().watch(waiting::offer)) {
                events.rest();
                while (!Thread.currentThread().isInterrupted() && watching != null) {
                    Changes.Change change = waiting.poll(5, TimeUnit.SECONDS);
                    if (change == null) {
                        events.rest();
                    } else {
                        events.tell(change.kind(), Views.fields("object", change.object(), "what", change.what()));
                    }
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (IOException gone) {
                throw gone;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            } finally {
                watchers.release();
            }
        });
    }
}
