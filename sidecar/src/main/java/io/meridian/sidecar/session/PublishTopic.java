package io.meridian.sidecar.session;

import io.meridian.bus.Publisher;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.topic.Topic;
import io.meridian.plugin.contract.proto.Refusal;

/** One topic the plugin publishes on. */
final class PublishTopic {
    final int handle;
    final Topic topic;
    final GrantHandle grant;
    final GrantHandle proposed;
    final boolean bearsOrders;
    final int slot;
    Profile profile;
    String contentType = "";
    Publisher publisher;
    /** Why no publisher could be opened, or null. */
    Refusal broken;
    /** The last denial in words, and the epoch of the grants it was made under. */
    Refusal denial;

    long denialEpoch = -1;
    boolean backPressured;

    PublishTopic(
            int handle,
            Topic topic,
            Profile profile,
            GrantHandle grant,
            GrantHandle proposed,
            boolean bearsOrders,
            int slot) {
        this.handle = handle;
        this.topic = topic;
        this.profile = profile;
        this.grant = grant;
        this.proposed = proposed;
        this.bearsOrders = bearsOrders;
        this.slot = slot;
    }
}
