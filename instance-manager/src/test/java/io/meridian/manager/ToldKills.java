package io.meridian.manager;

import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillBus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bus that remembers what kills it was told of. */
public final class ToldKills implements KillBus {
    public final List<String> told = new CopyOnWriteArrayList<>();
    public volatile String trouble = "";

    @Override
    public String tellKernel(Kill kill, Set<TopicPattern> published) {
        told.add("kernel: " + (kill.holds() ? "stop " : "let go ") + kill.words());
        return "";
    }

    @Override
    public String tellSidecars(Kill kill, List<String> instances) {
        told.add("sidecars: stop " + kill.words() + " " + instances);
        return trouble;
    }
}
