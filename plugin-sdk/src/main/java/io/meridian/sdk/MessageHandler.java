package io.meridian.sdk;

import io.meridian.sdk.event.Message;

/** Takes the messages of one subscription. */
@FunctionalInterface
public interface MessageHandler {
    /** The message is valid only during the call; see {@link Message#copy}. */
    void onMessage(Message message);
}
