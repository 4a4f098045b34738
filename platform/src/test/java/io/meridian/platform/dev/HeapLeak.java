package io.meridian.platform.dev;

import com.sun.tools.attach.VirtualMachine;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A leak that is put into a running process: memory that is held and never given back. */
public final class HeapLeak {
    private static final double SHARE = 0.97;
    private static final int PIECE = 16 << 10;
    private static final int ROUNDS = 3;
    private static final List<byte[]> HELD = new ArrayList<>();

    private HeapLeak() {}

    /** In the process: holds all but a little of what the heap may grow to. */
    public static void agentmain(String arguments) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            MemoryUsage heap = memory.getHeapMemoryUsage();
            for (long left = (long) (SHARE * heap.getMax()) - heap.getUsed(); left > 0; left -= PIECE) {
                HELD.add(new byte[PIECE]);
            }
        }
    }

    /** @param folder in which the agent is made */
    static void into(ProcessHandle process, Path folder) throws Exception {
        Path jar = folder.resolve("leak.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", HeapLeak.class.getName());
        String file = HeapLeak.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = HeapLeak.class.getClassLoader().getResourceAsStream(file)) {
            out.putNextEntry(new JarEntry(file));
            in.transferTo(out);
        }
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            machine.loadAgent(jar.toString());
        } finally {
            machine.detach();
        }
    }
}
