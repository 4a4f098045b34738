package io.meridian.audit.record;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * How far the messages of each source and topic are recorded, so that a message that the bus hands out again is recorded once. Kept beside each file
 * of records, as it was before the first of them.
 */
final class RecordedMarks {
    private static final String END = "end";
    /** Of one source and topic. What is missing from further back counts as recorded. */
    private static final int MOST_MISSING = 10_000;

    private final Map<String, Int2ObjectHashMap<Mark>> topics = new HashMap<>();

    private static final class Mark {
        long highest;
        TreeSet<Long> missing;

        Mark(long highest) {
            this.highest = highest;
        }
    }

    /** What {@link #add} says of a message. */
    enum Seen {
        NEXT,
        /** Some before it are missing. */
        AFTER_GAP,
        /** It was missing. */
        LATE,
        AGAIN
    }

    /** Takes note of a message. The first of its source and topic is the next one, whatever its number. */
    Seen add(String topic, int source, long sequence) {
        Int2ObjectHashMap<Mark> sources = topics.get(topic);
        if (sources == null) {
            sources = new Int2ObjectHashMap<>();
            topics.put(topic, sources);
        }
        Mark mark = sources.get(source);
        if (mark == null) {
            sources.put(source, new Mark(sequence));
            return Seen.NEXT;
        }
        if (sequence == mark.highest + 1) {
            mark.highest = sequence;
            return Seen.NEXT;
        }
        if (sequence > mark.highest) {
            mark.missing = mark.missing == null ? new TreeSet<>() : mark.missing;
            for (long each = Math.max(mark.highest + 1, sequence - MOST_MISSING); each < sequence; each++) {
                mark.missing.add(each);
            }
            while (mark.missing.size() > MOST_MISSING) {
                mark.missing.pollFirst();
            }
            mark.highest = sequence;
            return Seen.AFTER_GAP;
        }
        return mark.missing != null && mark.missing.remove(sequence) ? Seen.LATE : Seen.AGAIN;
    }

    /** How far they are recorded, or 0. */
    long highest(String topic, int source) {
        Int2ObjectHashMap<Mark> sources = topics.get(topic);
        Mark mark = sources == null ? null : sources.get(source);
        return mark == null ? 0 : mark.highest;
    }

    /** Writes all of it; the file is there whole or not at all. */
    void save(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(fresh, StandardCharsets.US_ASCII)) {
            for (Map.Entry<String, Int2ObjectHashMap<Mark>> topic : topics.entrySet()) {
                Int2ObjectHashMap<Mark>.EntryIterator each =
                        topic.getValue().entrySet().iterator();
                while (each.hasNext()) {
                    each.next();
                    line(writer, topic.getKey(), each.getIntKey(), each.getValue());
                }
            }
            writer.write(END);
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void line(BufferedWriter writer, String topic, int source, Mark mark) throws IOException {
        writer.write(topic + " " + source + " " + mark.highest);
        if (mark.missing != null) {
            for (Iterator<Long> each = mark.missing.iterator(); each.hasNext(); ) {
                writer.write(" " + each.next());
            }
        }
        writer.write("\n");
    }

    /** Reads them in place of what is known. @return false: there are none, or not whole */
    boolean load(Path file) throws IOException {
        topics.clear();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.equals(END)) {
                    return true;
                }
                read(line.split(" "));
            }
        } catch (NoSuchFileException none) {
            return false;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            topics.clear();
            return false;
        }
        topics.clear();
        return false;
    }

    private void read(String[] words) {
        Mark mark = new Mark(Long.parseLong(words[2]));
        for (int i = 3; i < words.length; i++) {
            mark.missing = mark.missing == null ? new TreeSet<>() : mark.missing;
            mark.missing.add(Long.parseLong(words[i]));
        }
        topics.computeIfAbsent(words[0], topic -> new Int2ObjectHashMap<>()).put(Integer.parseInt(words[1]), mark);
    }
}
