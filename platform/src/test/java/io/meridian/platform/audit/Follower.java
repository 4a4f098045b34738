package io.meridian.platform.audit;

import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Message;

/** Says something for each message that it is given. */
@MeridianPlugin(id = "follower", pool = Pool.BOR, subscribes = Follower.IN, publishes = Follower.OUT)
public final class Follower extends Plugin {
    static final String IN = "platform.oms.event.load";
    static final String OUT = "platform.bor.position.follower";

    @Override
    public void onStart() {
        subscribeDeclared();
    }

    @Override
    public void onMessage(Message message) {
        publish(OUT, 1000, new byte[8]);
    }
}
