package io.meridian.sdk;

import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.sdk.event.Events;
import java.util.List;
import java.util.function.Consumer;

/** Gives the past of a topic to a handler of its own. */
final class PastReading implements History {
    private final String topic;
    private final Consumer<HistoryPage> handler;
    private final PastReader reader;
    private final Events events = new Events();

    PastReading(PluginContext context, String topic, Past past, Consumer<HistoryPage> handler) {
        this.topic = topic;
        this.handler = handler;
        reader = new PastReader(
                context,
                topic,
                past.question(context.clock().nanoTime(), PastReader.ROOM),
                this::onPage,
                this::onRefused);
    }

    History begin() {
        reader.ask();
        return this;
    }

    private void onPage(HistoryAnswer answer) {
        handler.accept(new HistoryPage(
                topic, answer.messages(), events, answer.cursor().isEmpty(), null));
    }

    private void onRefused(Refused refused) {
        reader.close();
        handler.accept(new HistoryPage(topic, List.of(), events, true, refused));
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public boolean isOver() {
        return reader.isClosed();
    }

    @Override
    public void close() {
        reader.close();
    }
}
