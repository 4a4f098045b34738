package io.meridian.audit.record;

import io.meridian.bus.topic.Topic;
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
import java.util.Iterator;
import java.util.TreeSet;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * How far the messages of each source and topic are recorded, so that a message that the bus hands out again is recorded once. Kept beside each file
 * of records, as it was before the first of them.
 */
final class RecordedMarks {
    private static final String BEGIN = "marks 2";
    private static final String END = "end";
    /** Of one source and topic. What is missing from further back counts as recorded. */
    private static final int MOST_MISSING = 10_000;

    /** By the hashes of topics. */
    private final Long2ObjectHashMap<OfTopic> topics = new Long2ObjectHashMap<>();

    private record OfTopic(Topic topic, Int2ObjectHashMap<Mark> sources) {}

    private static final class Mark {
        final long first;
        long highest;
        TreeSet<Long> missing;

        Mark(long first, long highest) {
            this.first = first;
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
    Seen add(Topic topic, int source, long sequence) {
        OfTopic of = topics.get(topic.hash());
        if (of == null) {
            of = new OfTopic(topic, new Int2ObjectHashMap<>());
            topics.put(topic.hash(), of);
        }
        Mark mark = of.sources.get(source);
        if (mark == null) {
            of.sources.put(source, new Mark(sequence, sequence));
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
    long highest(long topicHash, int source) {
        Mark mark = mark(topicHash, source);
        return mark == null ? 0 : mark.highest;
    }

    private Mark mark(long topicHash, int source) {
        OfTopic of = topics.get(topicHash);
        return of == null ? null : of.sources.get(source);
    }

    /** Whether a message is recorded, or was before anything of its source and topic was. */
    boolean has(long topicHash, int source, long sequence) {
        Mark mark = mark(topicHash, source);
        return mark != null && sequence <= mark.highest && (mark.missing == null || !mark.missing.contains(sequence));
    }

    /** Whether it is recorded for certain. */
    boolean hasSeen(long topicHash, int source, long sequence) {
        Mark mark = mark(topicHash, source);
        return mark != null && sequence >= mark.first && has(topicHash, source, sequence);
    }

    /** The name of a topic; null: nothing of it is recorded. */
    String name(long topicHash) {
        OfTopic of = topics.get(topicHash);
        return of == null ? null : of.topic.name();
    }

    /** Writes all of it; the file is there whole or not at all. */
    void save(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(fresh, StandardCharsets.US_ASCII)) {
            writer.write(BEGIN + "\n");
            for (OfTopic of : topics.values()) {
                Int2ObjectHashMap<Mark>.EntryIterator each =
                        of.sources.entrySet().iterator();
                while (each.hasNext()) {
                    each.next();
                    line(writer, of.topic.name(), each.getIntKey(), each.getValue());
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
        writer.write(topic + " " + source + " " + mark.first + " " + mark.highest);
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
            if (!BEGIN.equals(reader.readLine())) {
                return false;
            }
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.equals(END)) {
                    return true;
                }
                read(line.split(" "));
            }
        } catch (NoSuchFileException none) {
            return false;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            topics.clear();
            return false;
        }
        topics.clear();
        return false;
    }

    private void read(String[] words) {
        Topic topic = Topic.of(words[0]);
        Mark mark = new Mark(Long.parseLong(words[2]), Long.parseLong(words[3]));
        for (int i = 4; i < words.length; i++) {
            mark.missing = mark.missing == null ? new TreeSet<>() : mark.missing;
            mark.missing.add(Long.parseLong(words[i]));
        }
        topics.computeIfAbsent(topic.hash(), hash -> new OfTopic(topic, new Int2ObjectHashMap<>()))
                .sources
                .put(Integer.parseInt(words[1]), mark);
    }
}
