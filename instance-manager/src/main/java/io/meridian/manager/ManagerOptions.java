package io.meridian.manager;

import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.db.DatabaseAddress;
import io.meridian.manager.grants.SensitiveTopics;
import io.meridian.manager.kill.KillBus;
import io.meridian.manager.kill.Neighbours;
import io.meridian.manager.registry.Quota;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.docker.DockerImages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a manager is made of.
 *
 * @param folder its own, where everything is that is not in the database
 * @param deployment the name of the deployment whose bus it serves
 * @param runtimes made when the manager has its folder; the first is taken where none is named
 * @param images where images of plugins come from, or null: there are none
 * @param sensitiveApprovals how many people must approve a sensitive grant
 * @param drain how long a part of an instance may take to end in good order
 * @param bus the way of kills over the bus
 * @param neighbours sidecars that it has not started and that its kills are about, too
 * @param openOrders by what an instance may publish: which open orders it may have to do with, in words; empty for none. It is asked before the instance starts, and may
 *     wait a little
 * @param liveTopics by a pattern: on which topics that match it messages come now. It may listen for a moment
 * @param office whether it may order anything
 * @param log takes lines for the log of the service
 */
public record ManagerOptions(
        Path folder,
        DatabaseAddress database,
        String deployment,
        Mode mode,
        List<Supplier<InstanceRuntime>> runtimes,
        DockerImages images,
        Quota quota,
        SensitiveTopics sensitive,
        int sensitiveApprovals,
        Duration drain,
        KillBus bus,
        Neighbours neighbours,
        Function<Set<TopicPattern>, String> openOrders,
        Function<TopicPattern, List<String>> liveTopics,
        Office office,
        InstantSource clock,
        java.util.function.Consumer<String> log) {}
