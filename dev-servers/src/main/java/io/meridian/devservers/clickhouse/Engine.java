package io.meridian.devservers.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The engine in its library, with its data in a folder. One process at a time has a folder. */
// To call a library is what it is for.
@SuppressWarnings("restricted")
final class Engine {
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private final SymbolLookup library;
    private final Path folder;
    private final MethodHandle connect;
    private final MethodHandle close;
    private final MethodHandle query;
    private final MethodHandle begin;
    private final MethodHandle fetch;
    private final MethodHandle cancel;
    private final MethodHandle buffer;
    private final MethodHandle length;
    private final MethodHandle error;
    private final MethodHandle written;
    private final MethodHandle destroy;

    Engine(Path library, Path folder) {
        this.library = SymbolLookup.libraryLookup(library, Arena.global());
        this.folder = folder;
        connect = function("chdb_connect", POINTER, INT, POINTER);
        close = function("chdb_close_conn", null, POINTER);
        query = function("chdb_query_n", POINTER, POINTER, POINTER, LONG, POINTER, LONG);
        begin = function("chdb_stream_query_n", POINTER, POINTER, POINTER, LONG, POINTER, LONG);
        fetch = function("chdb_stream_fetch_result", POINTER, POINTER, POINTER);
        cancel = function("chdb_stream_cancel_query", null, POINTER, POINTER);
        buffer = function("chdb_result_buffer", POINTER, POINTER);
        length = function("chdb_result_length", LONG, POINTER);
        error = function("chdb_result_error", POINTER, POINTER);
        written = function("chdb_result_rows_written", LONG, POINTER);
        destroy = function("chdb_destroy_query_result", null, POINTER);
        // Java has handlers of its own, and both cannot have them.
        invoke(function("chdb_set_signal_handlers_enabled", null, INT), 0);
    }

    private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor signature =
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature);
    }

    private static Object invoke(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable impossible) {
            throw new IllegalStateException("the engine's library cannot be called: " + impossible, impossible);
        }
    }

    /** What the engine refuses to do. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private static final Pattern CODE = Pattern.compile("Code: (\\d+)\\.");

        Refused(String message) {
            super(message);
        }

        /** The engine's own number of the reason. */
        int code() {
            Matcher code = CODE.matcher(getMessage());
            // 1002 is "unknown exception".
            return code.find() ? Integer.parseInt(code.group(1)) : 1002;
        }
    }

    /** @throws IllegalStateException when another process has the folder, or it is none of the engine's */
    Session open() {
        try (Arena arena = Arena.ofConfined()) {
            List<String> arguments = List.of("clickhouse", "--path=" + folder);
            MemorySegment list = arena.allocate(POINTER, arguments.size() + 1L);
            for (int i = 0; i < arguments.size(); i++) {
                list.setAtIndex(POINTER, i, arena.allocateFrom(arguments.get(i)));
            }
            MemorySegment connection = (MemorySegment) invoke(connect, arguments.size(), list);
            if (connection.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("the engine does not open the folder " + folder
                        + ": another process may have it, or it may not be written");
            }
            return new Session(connection);
        }
    }

    /** Takes one statement at a time. Settings and the database in use stay from one to the next. */
    final class Session implements AutoCloseable {
        private final MemorySegment handle;
        private final MemorySegment connection;

        private Session(MemorySegment handle) {
            this.handle = handle;
            connection = handle.reinterpret(POINTER.byteSize()).get(POINTER, 0);
        }

        /** @return how many rows it wrote */
        long execute(String sql) throws Refused {
            try {
                return execute(sql, "TabSeparated", OutputStream.nullOutputStream());
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        /** A statement of any kind, which gives few rows. @return how many rows it wrote */
        long execute(String sql, String format, OutputStream out) throws Refused, IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment result = call(arena, query, sql, format);
                try {
                    copy(result, out);
                    return (long) invoke(written, result);
                } finally {
                    invoke(destroy, result);
                }
            }
        }

        /** A statement that gives rows, piece by piece: not all of them are in memory at once. */
        void read(String sql, String format, OutputStream out) throws Refused, IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment rows = call(arena, begin, sql, format);
                try {
                    while (piece(rows, out)) {
                        // The next one.
                    }
                } finally {
                    invoke(cancel, connection, rows);
                    invoke(destroy, rows);
                }
            }
        }

        private boolean piece(MemorySegment rows, OutputStream out) throws Refused, IOException {
            MemorySegment piece = (MemorySegment) invoke(fetch, connection, rows);
            try {
                refuse(piece);
                return copy(piece, out) > 0;
            } finally {
                invoke(destroy, piece);
            }
        }

        private long copy(MemorySegment result, OutputStream out) throws IOException {
            long bytes = (long) invoke(length, result);
            if (bytes > 0) {
                MemorySegment text = (MemorySegment) invoke(buffer, result);
                out.write(text.reinterpret(bytes).toArray(ValueLayout.JAVA_BYTE));
            }
            return bytes;
        }

        private MemorySegment call(Arena arena, MethodHandle function, String sql, String format) throws Refused {
            byte[] statement = sql.getBytes(StandardCharsets.UTF_8);
            MemorySegment text = arena.allocate(statement.length + 1L);
            MemorySegment.copy(statement, 0, text, ValueLayout.JAVA_BYTE, 0, statement.length);
            MemorySegment result = (MemorySegment)
                    invoke(function, connection, text, (long) statement.length, arena.allocateFrom(format), (long)
                            format.length());
            try {
                refuse(result);
            } catch (Refused refused) {
                invoke(destroy, result);
                throw refused;
            }
            return result;
        }

        private void refuse(MemorySegment result) throws Refused {
            if (result.equals(MemorySegment.NULL)) {
                throw new Refused("Code: 1002. DB::Exception: The engine gave no result");
            }
            MemorySegment text = (MemorySegment) invoke(error, result);
            if (!text.equals(MemorySegment.NULL)) {
                String message = text.reinterpret(Long.MAX_VALUE).getString(0);
                if (!message.isEmpty()) {
                    throw new Refused(message);
                }
            }
        }

        @Override
        public void close() {
            invoke(close, handle);
        }
    }
}
