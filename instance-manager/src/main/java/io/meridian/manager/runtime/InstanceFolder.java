package io.meridian.manager.runtime;

import io.meridian.manager.basis.FolderTree;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sidecar.control.ControlClient;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The folders of one instance: what its sidecar has, where its plugin works, and what both said. */
public final class InstanceFolder {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    /** Is there once the sidecar can take its plugin. */
    private static final String TOKEN = "token";

    /** Says of which plugin and pool it is, for a kill while no manager runs. */
    private static final String ABOUT = "about";

    /** Is there while its orders wait for a person, since it was started with open ones. */
    private static final String OBSERVING = "observing";

    private final Path home;

    public InstanceFolder(Path home) {
        this.home = home;
    }

    public Path home() {
        return home;
    }

    /** The folder of the sidecar. */
    public Path sidecar() {
        return home.resolve("sidecar");
    }

    /** What a plugin in a container sees of its sidecar. */
    public Path attach() {
        return home.resolve("attach");
    }

    /** Where the plugin's process begins. What it writes there stays. */
    public Path work() {
        return home.resolve("work");
    }

    /** What a part said, the newest file. */
    public Path log(UnitRole role) {
        return home.resolve("log").resolve(role.label() + ".log");
    }

    /** Where a runtime keeps what it must know to find a part again. */
    public Path record(UnitRole role) {
        return home.resolve(role.label() + ".unit");
    }

    /** Makes them ready for a sidecar that is to start. State and latch of an earlier run stay. */
    public void prepare(Manifest manifest, String grants, Map<String, String> settings) {
        try {
            Files.createDirectories(home, OWNER_ONLY);
            for (Path folder : List.of(sidecar(), work(), log(UnitRole.PLUGIN).getParent())) {
                if (!Files.isDirectory(folder)) {
                    Files.createDirectory(folder, OWNER_ONLY);
                }
            }
            Files.deleteIfExists(sidecar().resolve(TOKEN));
            Files.deleteIfExists(attach().resolve(TOKEN));
            WholeFile.write(home.resolve(ABOUT), "plugin=" + manifest.id() + "\npool=" + manifest.pool() + "\n");
            writeGrants(grants);
            StringBuilder lines = new StringBuilder();
            settings.forEach((name, value) ->
                    lines.append(name).append('=').append(value).append('\n'));
            WholeFile.write(sidecar().resolve("settings"), lines.toString());
            StringBuilder hosts = new StringBuilder();
            manifest.egress()
                    .forEach(host -> hosts.append("allow ").append(host).append('\n'));
            WholeFile.write(sidecar().resolve("egress"), hosts.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + home + " cannot be made ready: " + e.getMessage(), e);
        }
    }

    /** Puts grants in force: within 100 ms, when the sidecar runs. Without the folder they come with the next start. */
    public void writeGrants(String grants) {
        if (!Files.isDirectory(sidecar())) {
            return;
        }
        try {
            WholeFile.write(sidecar().resolve("grants"), grants);
        } catch (IOException e) {
            throw new UncheckedIOException("the grants in " + sidecar() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Has the sidecar count what these would deny that it allows; null ends that. */
    public void propose(String grants) {
        if (!Files.isDirectory(sidecar())) {
            return;
        }
        Path file = sidecar().resolve("grants.proposed");
        try {
            if (grants == null) {
                Files.deleteIfExists(file);
            } else if (!Files.exists(file) || !Files.readString(file).equals(grants)) {
                WholeFile.write(file, grants);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the proposed grants in " + sidecar() + " cannot be written: " + e, e);
        }
    }

    /** Of which plugin and pool it is, as {@code plugin} and {@code pool}; empty before it was first started. */
    public Map<String, String> about() {
        Map<String, String> about = new HashMap<>();
        try {
            for (String line : Files.readAllLines(home.resolve(ABOUT))) {
                int equals = line.indexOf('=');
                about.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
            }
        } catch (NoSuchFileException none) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + home.resolve(ABOUT) + " cannot be read: " + e.getMessage(), e);
        }
        return about;
    }

    /** From now on its orders wait until a person has looked at it. @param why in words */
    public void observe(String why) {
        try {
            WholeFile.writeForced(home.resolve(OBSERVING), why + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + home.resolve(OBSERVING) + " cannot be written: " + e, e);
        }
    }

    /** Whether its orders wait for a person. */
    public boolean isObserving() {
        return Files.exists(home.resolve(OBSERVING));
    }

    /** A person has looked. @return whether its orders waited */
    public boolean endObserving() {
        try {
            return Files.deleteIfExists(home.resolve(OBSERVING));
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + home.resolve(OBSERVING) + " cannot be removed: " + e, e);
        }
    }

    /** Whether a sidecar that was started after {@link #prepare} can take its plugin. */
    public boolean canTakePlugin() {
        return Files.exists(sidecar().resolve(TOKEN)) || Files.exists(attach().resolve(TOKEN));
    }

    /** Speaks to the sidecar, without the bus. @param term in which the manager leads; 0: it is alone */
    public ControlClient control(Duration patience, long term) {
        return new ControlClient(sidecar(), patience, term);
    }

    /** Removes everything. */
    public void delete() {
        FolderTree.delete(home);
    }
}
