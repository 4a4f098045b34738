package io.meridian.conformance.stage;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.SubscribeEvent;

/** One subscription over the rings. */
final class RingStream implements PlayedSubscription.Sink {
    private final long call;
    private final int handle;
    private final RingSender sender;
    private PlayedSubscription subscription;

    RingStream(long call, int handle, RingSender sender) {
        this.call = call;
        this.handle = handle;
        this.sender = sender;
    }

    int handle() {
        return handle;
    }

    PlayedSubscription subscription() {
        return subscription;
    }

    void opened(PlayedSubscription value) {
        subscription = value;
        send(SubscribeEvent.newBuilder()
                .setOpened(Opened.newBuilder().setSubscription(handle))
                .build());
    }

    void refuse(Refusal refusal) {
        send(SubscribeEvent.newBuilder()
                .setOpened(Opened.newBuilder().setRefusal(refusal))
                .build());
    }

    @Override
    public void deliver(Delivery delivery) {
        sender.deliver(handle, delivery);
    }

    @Override
    public void notice(Notice notice) {
        send(SubscribeEvent.newBuilder().setNotice(notice).build());
    }

    private void send(SubscribeEvent event) {
        sender.answer(call, Method.SUBSCRIBE, false, event);
    }
}
