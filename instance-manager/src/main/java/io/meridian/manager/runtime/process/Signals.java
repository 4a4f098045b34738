package io.meridian.manager.runtime.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Signals to whole process groups, which the JDK does not send. */
@SuppressWarnings("restricted")
final class Signals {
    static final int KILL = 9;

    private static final MethodHandle KILL_CALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle GROUP_CALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("getpgid").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Signals() {}

    /** Sends a signal to all processes of the group that this one leads; false when it leads none. */
    static boolean sendToGroup(long leader, int signal) {
        try {
            if ((int) GROUP_CALL.invokeExact((int) leader) != (int) leader) {
                return false;
            }
            return (int) KILL_CALL.invokeExact((int) -leader, signal) == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a signal cannot be sent to group=" + leader, impossible);
        }
    }
}
