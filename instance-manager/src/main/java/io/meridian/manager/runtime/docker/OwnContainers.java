package io.meridian.manager.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import io.meridian.manager.basis.Sha256;
import io.meridian.manager.runtime.UnitRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The only way to containers: it makes them with the labels of its manager, and whatever it does to one it does after it has seen those labels. Containers
 * of others, and of another manager, it neither lists nor touches.
 */
public final class OwnContainers {
    private static final String PREFIX = "io.meridian.";
    private static final String MANAGER = PREFIX + "manager";
    private static final String DEPLOYMENT = PREFIX + "deployment";
    private static final String INSTANCE = PREFIX + "instance";
    private static final String ROLE = PREFIX + "role";
    private static final String GENERATION = PREFIX + "generation";
    private static final String MEMORY = PREFIX + "memory-mib";
    private static final String NEVER_STARTED = "created";
    private static final int SHORT = 8;

    private final DockerDaemon daemon;
    private final Map<String, String> own;
    private final String namePrefix;

    /** One of them. @param state as Docker calls it */
    record Found(
            String id,
            String instance,
            UnitRole role,
            String generation,
            int memoryMib,
            String state,
            long createdAtSeconds) {
        boolean isRunning() {
            return state.equals("running") || state.equals("paused") || state.equals("restarting");
        }

        String shown() {
            return "container " + id.substring(0, Math.min(12, id.length()));
        }
    }

    /** What to make one from. @param memoryMib that it may use, for who ends it */
    record Wanted(String instance, UnitRole role, String generation, int memoryMib, String image) {}

    /** @param manager names the manager, such as its folder */
    public OwnContainers(DockerDaemon daemon, String manager, String deployment) {
        this.daemon = daemon;
        own = Map.of(MANAGER, manager, DEPLOYMENT, deployment);
        namePrefix = "meridian-" + Sha256.hex(deployment + "|" + manager).substring(0, SHORT) + "-";
    }

    /** All that were started, running or ended. */
    List<Found> list() {
        return daemon
                .ask(docker -> docker.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(own)
                        .exec())
                .stream()
                .map(OwnContainers::found)
                // Made by a manager that was killed before it could start it.
                .filter(found -> !found.state().equals(NEVER_STARTED))
                .toList();
    }

    private static Found found(Container container) {
        Map<String, String> labels = container.getLabels();
        return new Found(
                container.getId(),
                labels.getOrDefault(INSTANCE, ""),
                UnitRole.valueOf(labels.getOrDefault(ROLE, UnitRole.PLUGIN.name())),
                labels.getOrDefault(GENERATION, ""),
                Integer.parseInt(labels.getOrDefault(MEMORY, "0")),
                container.getState(),
                container.getCreated());
    }

    /**
     * Makes one and starts it. Its name can be had only once, so there are never two.
     *
     * @param shape says what it may do
     * @return its id
     * @throws IllegalStateException when it is there already, or cannot be started
     */
    String run(Wanted wanted, UnaryOperator<CreateContainerCmd> shape) {
        String name = namePrefix + wanted.instance() + "-" + wanted.role().label();
        String id;
        try {
            id = create(name, wanted, shape);
        } catch (ConflictException taken) {
            InspectContainerResponse other = inspect(name)
                    .orElseThrow(() -> new IllegalStateException("the name " + name + " is taken by a container that is"
                            + " not this manager's. Remove it, or rename it."));
            if (!NEVER_STARTED.equals(other.getState().getStatus())) {
                throw new IllegalStateException("the " + wanted.role().label() + " of " + wanted.instance()
                        + " runs already, as container " + other.getId().substring(0, 12));
            }
            remove(other.getId());
            id = create(name, wanted, shape);
        }
        String made = id;
        try {
            daemon.ask(docker -> docker.startContainerCmd(made).exec());
            return made;
        } catch (DockerException refused) {
            remove(made);
            throw new IllegalStateException(
                    "the container of the " + wanted.role().label() + " of " + wanted.instance()
                            + " cannot be started: " + DockerDaemon.reason(refused),
                    refused);
        }
    }

    private String create(String name, Wanted wanted, UnaryOperator<CreateContainerCmd> shape) {
        Map<String, String> labels = new TreeMap<>(own);
        labels.put(INSTANCE, wanted.instance());
        labels.put(ROLE, wanted.role().name());
        labels.put(GENERATION, wanted.generation());
        labels.put(MEMORY, Integer.toString(wanted.memoryMib()));
        try {
            return daemon.ask(docker -> shape.apply(docker.createContainerCmd(wanted.image()))
                            .withName(name)
                            .withLabels(labels)
                            .exec())
                    .getId();
        } catch (ConflictException taken) {
            throw taken;
        } catch (DockerException refused) {
            throw new IllegalStateException(
                    "the container of the " + wanted.role().label() + " of " + wanted.instance() + " cannot be made: "
                            + DockerDaemon.reason(refused),
                    refused);
        }
    }

    /** What Docker knows of one; nothing when it is gone or not this manager's. */
    Optional<InspectContainerResponse> inspect(String id) {
        try {
            InspectContainerResponse known =
                    daemon.ask(docker -> docker.inspectContainerCmd(id).exec());
            Map<String, String> labels = known.getConfig().getLabels();
            return labels != null && labels.entrySet().containsAll(own.entrySet())
                    ? Optional.of(known)
                    : Optional.empty();
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }

    /** Sends a signal. One that has ended takes none. */
    void signal(String id, String signal) {
        requireOwn(id);
        try {
            daemon.ask(docker -> docker.killContainerCmd(id).withSignal(signal).exec());
        } catch (NotFoundException | ConflictException | NotModifiedException over) {
            // It has ended meanwhile.
        }
    }

    /** Takes one away that does not run. */
    void remove(String id) {
        requireOwn(id);
        try {
            daemon.ask(docker ->
                    docker.removeContainerCmd(id).withRemoveVolumes(true).exec());
        } catch (NotFoundException | ConflictException over) {
            // It is gone, or just going.
        }
    }

    /** Whoever gives the id of another's container has a fault that must not reach that container. */
    void requireOwn(String id) {
        boolean isForeign = inspect(id).isEmpty()
                && !daemon.ask(docker -> docker.listContainersCmd()
                                .withShowAll(true)
                                .withIdFilter(List.of(id))
                                .exec())
                        .isEmpty();
        if (isForeign) {
            throw new IllegalArgumentException("container " + id + " is not one of this manager's");
        }
    }
}
