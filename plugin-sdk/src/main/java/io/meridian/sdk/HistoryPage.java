package io.meridian.sdk;

import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import java.util.List;
import java.util.function.Consumer;

/** A part of what was asked for, or why there is no more. Valid only during the call. */
public final class HistoryPage {
    private final String topic;
    private final List<PastMessage> messages;
    private final Events events;
    private final boolean last;
    private final Refused refused;

    HistoryPage(String topic, List<PastMessage> messages, Events events, boolean last, Refused refused) {
        this.topic = topic;
        this.messages = messages;
        this.events = events;
        this.last = last;
        this.refused = refused;
    }

    /** Whether nothing follows it. */
    public boolean isLast() {
        return last;
    }

    /** Whether it is a part of the answer. What came before one that is not stays true. */
    public boolean isOk() {
        return refused == null;
    }

    /** Why there is no more: null when it is one. */
    public Refused refused() {
        return refused;
    }

    /** How many messages are in it. */
    public int size() {
        return messages.size();
    }

    /** Hands over the messages, the oldest first, each valid during its call. */
    public void forEach(MessageHandler handler) {
        for (PastMessage past : messages) {
            handler.onMessage(PastReader.message(topic, past));
        }
    }

    /** Hands over the events of a kind, such as {@code Bar.class}, the oldest first, each valid during its call. */
    public <E extends Event> void forEach(Class<E> kind, Consumer<? super E> handler) {
        for (PastMessage past : messages) {
            Message message = PastReader.message(topic, past);
            Event event = events.of(message);
            if (kind.isInstance(event)) {
                handler.accept(kind.cast(event));
            }
        }
    }
}
