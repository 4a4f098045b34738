package io.meridian.audit.verify;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.log.RetiredNote;
import io.meridian.audit.log.SegmentReader;
import io.meridian.audit.person.People;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.audit.verify.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Checks a whole log. Used once. */
public final class Verifier {
    private static final int PROGRESS_RECORDS = 1 << 16;

    private final LogFolder folder;
    private final People people;
    private final RecordedMessage message = new RecordedMessage();
    private final Findings findings = new Findings();
    private final Seals seals;
    private final LongConsumer progress;
    /** Records that were not in their place, by their first and last index. */
    private final TreeMap<Long, Long> absent = new TreeMap<>();

    private ChainCheck chain;
    private long records;
    private long bytes;
    private boolean afterDamage;
    private long erased;
    private final List<Retired> retired = new ArrayList<>();

    /** @param index where the log says so */
    private record Retired(long index, RetiredNote note) {}

    /**
     * @param second the folder of the second place; null: it is not looked at
     * @param progress is told now and then how many records are done
     */
    public Verifier(LogFolder folder, PublicKey key, Path second, LongConsumer progress) {
        this.folder = folder;
        people = People.of(folder);
        this.progress = progress;
        // First what was kept out of reach: of a log that is being written, each checkpoint is there later than here.
        List<String> there = second == null ? null : secondLines(second);
        seals = new Seals(key, folder.id(), findings::add);
        seals.read(folder.checkpointLines(), there);
    }

    private List<String> secondLines(Path second) {
        String log = folder.id();
        List<Checkpoint> checkpoints = folder.checkpoints();
        String shard = checkpoints.isEmpty()
                ? LogOptions.DEFAULT.shard()
                : checkpoints.getFirst().shard();
        Path file = Files.isDirectory(second) && log != null ? FolderPlace.file(second, log, shard) : second;
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AuditException(
                    "The second place keeps no checkpoints of this log: " + file + " cannot be read.", e);
        }
    }

    public Verification verify() {
        try (seals) {
            return check();
        }
    }

    private Verification check() {
        List<Path> segments = segments();
        long first = segments.isEmpty() ? 0 : LogFolder.first(segments.getFirst());
        chain = new ChainCheck(seals, findings);
        begin(first);
        try {
            for (Path segment : segments) {
                read(segment, segment.equals(segments.getLast()));
            }
        } catch (IOException e) {
            throw new AuditException("The log cannot be read: " + e, e);
        }
        chain.end();
        seals.tell();
        long sealed = seals.sealed();
        retire(first, sealed);
        absent.forEach((from, to) -> findings.add(new Finding(
                Kind.DELETED,
                from,
                folder.path().toString(),
                to.equals(from)
                        ? "record " + from + " is gone"
                        : "records " + from + " to " + to + " are gone, " + (to - from + 1) + " of them")));
        if (sealed > chain.next()) {
            findings.add(new Finding(
                    Kind.TRUNCATED,
                    chain.next(),
                    folder.path().toString(),
                    "the log ends after " + chain.next() + " records, but a signed checkpoint counts " + sealed));
        }
        return new Verification(
                seals.log(), records, bytes, first, seals.checked(), sealed, erased, findings.all(), findings.more());
    }

    /** Those that are there now. While files are made, a list may have one and lack one that was made before it; the next list has that. */
    private List<Path> segments() {
        List<Path> found = folder.segments();
        return found.isEmpty()
                ? found
                : folder.segments().stream()
                        .filter(each -> LogFolder.first(each) <= LogFolder.first(found.getLast()))
                        .toList();
    }

    private void begin(long first) {
        if (first > 0) {
            absent.put(0L, first - 1);
        }
        chain.begin(first);
    }

    /** The log itself says, in a record that is signed for, that its beginning was old enough to go. */
    private void retire(long first, long sealed) {
        boolean isRetired = retired.stream()
                .anyMatch(each -> each.index() < sealed && each.note().records() >= first);
        if (isRetired) {
            absent.remove(0L);
            retired.stream()
                    .filter(each -> each.note().records() == first)
                    .filter(each -> !chain.beginsBehind(each.note().head()))
                    .forEach(each -> findings.add(new Finding(
                            Kind.REWRITTEN,
                            first,
                            folder.path().toString(),
                            "record " + first + " does not follow from those that were removed before it")));
        }
    }

    private void read(Path segment, boolean last) throws IOException {
        String name = segment.getFileName().toString();
        try (SegmentReader reader = new SegmentReader(segment)) {
            while (true) {
                for (RecordView record = reader.next(); record != null; record = reader.next()) {
                    take(record, name + ", before byte " + reader.position());
                    bytes += record.bodyLength();
                    if (++records % PROGRESS_RECORDS == 0) {
                        progress.accept(records);
                    }
                }
                if (!reader.isCut()) {
                    return;
                }
                long at = reader.position();
                boolean isMore = reader.skipDamage();
                // A log that is being written may end within a record.
                if (isMore || !last || seals.sealed() == 0 || seals.sealed() > chain.next()) {
                    findings.add(new Finding(
                            Kind.DAMAGED,
                            chain.next(),
                            name + ", byte " + at,
                            "what should be record " + chain.next() + " is no record"));
                }
                afterDamage = isMore;
                if (!isMore) {
                    return;
                }
            }
        }
    }

    private void take(RecordView record, String place) {
        long index = record.index();
        boolean damaged = afterDamage;
        afterDamage = false;
        if (record.kind() == Kinds.NOTE) {
            RetiredNote note = RetiredNote.of(record);
            if (note != null) {
                retired.add(new Retired(index, note));
            }
        }
        if (record.kind() == Kinds.ACT) {
            checkNames(record, place);
        }
        if (index == chain.next() && !damaged) {
            chain.follow(record, false, place);
        } else if (!damaged && chain.isNextByHash(record)) {
            chain.follow(record, true, place);
        } else if (index >= chain.next()) {
            if (!damaged) {
                absent.put(chain.next(), index - 1);
            }
            chain.jump(record, place);
        } else if (wasAbsent(index)) {
            findings.addOf(Kind.REORDERED, index, place, "record " + index + " stands after records that came later");
            chain.checkBody(record, place);
        } else {
            findings.addOf(
                    Kind.INSERTED,
                    index,
                    place,
                    "a record " + index + " stands where none of that number was recorded");
        }
    }

    private void checkNames(RecordView record, String place) {
        if (!message.wrap(record.bytes(), record.bodyOffset(), record.bodyLength())) {
            return;
        }
        switch (PersonalNames.check(message.payload(), people)) {
            case PROVED -> {}
            case ERASED -> erased++;
            case FORGED ->
                findings.addOf(
                        Kind.FORGED_NAME,
                        record.index(),
                        place + ", and " + People.FILE,
                        "the names in record " + record.index() + " are not those that were recorded");
        }
    }

    private boolean wasAbsent(long index) {
        Map.Entry<Long, Long> range = absent.floorEntry(index);
        if (range == null || range.getValue() < index) {
            return false;
        }
        long from = range.getKey();
        long to = range.getValue();
        absent.remove(from);
        if (from < index) {
            absent.put(from, index - 1);
        }
        if (index < to) {
            absent.put(index + 1, to);
        }
        return true;
    }
}
