package io.meridian.backtest.replay;

import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.sdk.Health;
import io.meridian.sdk.Notice;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.RefusalCode;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Reply;
import io.meridian.sdk.RequestHandler;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recording;
import io.meridian.sdk.record.RecordingException;
import io.meridian.sdk.runtime.Manifest;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sdk.runtime.SettingsBinder;
import io.meridian.sdk.runtime.TimerQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes plugins anew and hands them what a recording says they saw. For one thread and one recording. */
public final class Replay {
    private final Class<? extends Plugin> type;
    private final Manifest manifest;
    private final Map<String, String> besides;
    private final Said said;
    private final Events events = new Events();
    private final Message message = new Message();
    private Plugin plugin;
    private ReplayContext context;
    private boolean sameManifest = true;
    private long starts;
    private long inputs;
    private long messages;

    /** A handler of the plugin. */
    private interface Handling {
        void run() throws IOException;
    }

    private Replay(Class<? extends Plugin> type, Map<String, String> besides, Consumer<Entry> listener) {
        this.type = type;
        this.besides = besides;
        manifest = Manifest.of(type);
        said = new Said(listener);
    }

    /**
     * Replays until something differs, and compares all that the plugin says.
     *
     * @param besides settings that are not in the recording, as secret ones are not
     * @throws RecordingException when the recording cannot be read, or is of another plugin
     */
    public static ReplayResult verify(Recording recording, Class<? extends Plugin> type, Map<String, String> besides) {
        return new Replay(type, besides, null).run(recording);
    }

    /**
     * Replays all inputs and tells what the plugin says now, which need not be what it said then. Its calls succeed.
     *
     * @param besides settings that win over those in the recording
     * @throws RecordingException when the recording cannot be read, or is of another plugin
     */
    public static ReplayResult tell(
            Recording recording, Class<? extends Plugin> type, Map<String, String> besides, Consumer<Entry> listener) {
        return new Replay(type, besides, listener).run(recording);
    }

    private ReplayResult run(Recording recording) {
        Turns turns = new Turns(recording);
        for (Turn turn = turns.next(); turn != null && !said.isOver(); turn = turns.next()) {
            if (turn.input().kind() == Kind.ENDED) {
                continue;
            }
            said.begin(turn);
            inputs++;
            try {
                handle(turn.input());
                said.end();
            } catch (StopReplay over) {
                // What stopped it is in said.
            }
        }
        return new ReplayResult(
                starts,
                inputs,
                messages,
                said.outputs(),
                said.published(),
                sameManifest,
                said.difference(),
                said.endPlace(),
                said.endReason());
    }

    private void handle(Entry input) {
        switch (input.kind()) {
            case STARTED -> start(input);
            case DELIVERED -> deliver(input);
            case FIRED -> fire(input);
            case REPLIED -> {
                Consumer<Reply> handler = context.request(input.number("request"));
                run(input, handler, () -> handler.accept(reply(input)));
            }
            case ASKED -> {
                RequestHandler handler = context.responder(input.number("responder"));
                Message asked = wrap(new Message(), input, false);
                long request = input.number("request");
                run(
                        input,
                        handler,
                        () -> handler.onRequest(
                                asked,
                                (schemaId, version, payload) -> context.answer(request, schemaId, version, payload)));
            }
            case NOTICED ->
                run(
                        input,
                        plugin,
                        () -> plugin.onNotice(new Notice(
                                Notice.Kind.valueOf(input.text("notice")),
                                input.text("pattern"),
                                input.text("topic"),
                                input.number("count"),
                                input.text("text"))));
            case REFUSED -> run(input, plugin, () -> plugin.refuse(refused(input, input.number("tag"))));
            case SETTINGS -> {
                context.settings(settings(input));
                run(input, plugin, plugin::onSettings);
            }
            case GRANTS -> run(input, plugin, () -> plugin.onGrants(input.is("latched")));
            case TASK -> {
                if (input.number("task") < 0) {
                    skip(input, "another thread of the plugin handed over a task, and what it holds is not recorded");
                } else {
                    Runnable task = context.task(input.number("task"));
                    run(input, task, () -> task.run());
                }
            }
            case HEALTH ->
                run(input, plugin, () -> {
                    Health health = plugin.health();
                    said.says(Kind.IS, health.state().name(), health.reason());
                });
            case SAVE -> run(input, plugin, this::save);
            case STOP -> run(input, plugin, plugin::onStop);
            case LOST -> guarded(plugin::onStop);
            default -> throw new IllegalStateException("kind=" + input.kind() + " is no input");
        }
    }

    private void start(Entry input) {
        if (!manifest.id().equals(input.text("plugin"))) {
            throw new RecordingException(
                    "the recording is of plugin=" + input.text("plugin") + ", and class=" + type.getName()
                            + " is plugin=" + manifest.id() + ". Name the folder of the plugin that was recorded.");
        }
        starts++;
        sameManifest &= manifest.digest().equals(input.text("manifest"));
        Map<String, String> settings = settings(input);
        try {
            SettingsBinder.bind(manifest.settings(), settings);
        } catch (IllegalArgumentException wrong) {
            throw new RecordingException(
                    "the settings do not fit: " + wrong.getMessage()
                            + ". Secret settings are not recorded: give them with --setting NAME=VALUE.",
                    wrong);
        }
        plugin = RuntimeOptions.create(type);
        context = new ReplayContext(said, manifest, input, settings);
        plugin.attach(context);
        guarded(() -> {
            if (input.is("hasState")) {
                load(input.bytes("state"), (int) input.number("stateVersion"));
            }
            plugin.onStart();
        });
    }

    private void load(byte[] state, int version) {
        try {
            plugin.readState(new DataInputStream(new ByteArrayInputStream(state)), version);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "loadState failed on state of version=" + version + " length=" + state.length + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            plugin.writeState(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("saveState failed: " + e.getMessage(), e);
        }
        said.says(Kind.SAVED, (long) plugin.stateVersion(), bytes.toByteArray());
    }

    private void deliver(Entry input) {
        messages++;
        ReplaySubscription subscription = context.subscription(input.number("subscription"));
        wrap(message, input, input.is("historical"));
        run(input, subscription, () -> {
            context.handling(message);
            try {
                plugin.handle(message, events.of(message), subscription.handler());
                if (message.outcome() != Message.Outcome.DONE) {
                    said.says(Kind.SETTLED, message.outcome().name(), message.reason());
                }
            } finally {
                context.handling(null);
            }
        });
    }

    private void fire(Entry input) {
        TimerQueue timers = context.timers();
        TimerQueue.Entry timer = timers.due(input.timeNs());
        boolean isThat = timer != null && timer.order() == input.number("timer");
        run(input, isThat ? timer : null, () -> {
            if (timer.handler() != null) {
                timer.handler().run();
            } else {
                plugin.onTimer(timer);
            }
        });
        if (timer != null) {
            timers.fired(timer, input.timeNs());
        }
    }

    /** @param target what handles it; null when the plugin did not make it this time */
    private void run(Entry input, Object target, Handling handling) {
        if (target == null) {
            skip(input, "there is nothing in the replay that this input is for");
            return;
        }
        guarded(handling);
        if (context.claim().isOpen()) {
            context.claim().abort();
            said.says(Kind.THREW, IllegalStateException.class.getName(), "a claim was neither committed nor aborted");
        }
    }

    private void skip(Entry input, String why) {
        if (!said.compares()) {
            return;
        }
        throw said.cannotFollow(input.place(), why);
    }

    private void guarded(Handling handling) {
        try {
            handling.run();
        } catch (StopReplay over) {
            throw over;
        } catch (LostInReplay lost) {
            // The next input is that loss.
        } catch (Throwable failure) {
            said.says(Kind.THREW, failure.getClass().getName(), String.valueOf(failure.getMessage()));
        }
    }

    private Map<String, String> settings(Entry input) {
        Map<String, String> settings = new LinkedHashMap<>(input.map("settings"));
        settings.putAll(besides);
        return settings;
    }

    private static Refused refused(Entry input, long tag) {
        return new Refused(
                input.text("action"),
                input.text("topic"),
                tag,
                RefusalCode.valueOf(input.text("code")),
                input.text("text"),
                input.text("rule"),
                input.text("howToAsk"));
    }

    private static Reply reply(Entry input) {
        return new Reply(
                input.text("code").isEmpty() ? null : refused(input, 0),
                (int) input.number("schemaId"),
                (int) input.number("schemaVersion"),
                input.bytes("payload"));
    }

    /** @throws RecordingException when there is no frame of a message in it */
    private static Message wrap(Message message, Entry input, boolean historical) {
        byte[] frame = input.bytes("frame");
        UnsafeBuffer buffer = new UnsafeBuffer(frame);
        int head = MessageHeaderDecoder.ENCODED_LENGTH;
        int block = frame.length < head
                ? 0
                : new MessageHeaderDecoder().wrap(buffer, 0).blockLength();
        if (block < DeliverDecoder.BLOCK_LENGTH || frame.length < head + block) {
            throw new RecordingException("entry=" + input.place() + " holds no message: it has bytes=" + frame.length
                    + ". Record anew with this release.");
        }
        return message.wrap(buffer, 0, frame.length, input.text("topic"), historical);
    }
}
