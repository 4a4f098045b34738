package io.meridian.audit.search;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.MerkleBatch;
import io.meridian.audit.log.RecordLayout;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.person.People;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes part of a log into a folder, so that whoever gets it can check each record with the public key alone: {@code records.jsonl} for people and
 * programs, {@code proofs.txt} with the same records as they are in the log and the way of each to a signed checkpoint, those
 * checkpoints, and {@code people.txt} with the names that the records stand for, as far as they are not erased.
 */
public final class Export {
    static final String RECORDS = "records.jsonl";
    static final String PROOFS = "proofs.txt";
    static final String MANIFEST = "manifest.json";

    private final RecordFilter filter;
    private final TreeMap<Long, Checkpoint> checkpoints = new TreeMap<>();
    private final List<byte[]> leaves = new ArrayList<>();
    private final List<Chosen> chosen = new ArrayList<>();
    /** The hash of the last record. */
    private byte[] before = new byte[RecordLayout.HASH];

    private final BufferedWriter records;
    private final BufferedWriter proofs;
    private final BufferedWriter seals;
    /** Payloads in which references to people may be. */
    private final List<String> texts = new ArrayList<>();

    private long seen;
    private long written;
    private long leftOff;
    /** The first records there are may lack some that their checkpoint counts. */
    private boolean isBeginningRetired;

    private long first = -1;
    private long last = -1;

    /** @param before the hash of the record before it, from which its own follows */
    private record Chosen(byte[] before, byte[] bytes) {}

    /** @param leftOff cannot be proved: no checkpoint counts them yet, or records before them were removed */
    public record Written(long records, long leftOff) {}

    private Export(RecordFilter filter, BufferedWriter records, BufferedWriter proofs, BufferedWriter seals) {
        this.filter = filter;
        this.records = records;
        this.proofs = proofs;
        this.seals = seals;
    }

    /**
     * @param publicKey a file, which is copied
     * @param others the names of other files that will be in the folder: the manifest says so, so that they are missed
     */
    public static Written write(LogFolder folder, RecordFilter filter, Path publicKey, Path into, List<String> others) {
        try {
            Files.createDirectories(into);
            try (Stream<Path> files = Files.list(into)) {
                if (files.findAny().isPresent()) {
                    throw new AuditException(into + " is not empty. Name a new folder.");
                }
            }
            try (BufferedWriter records = Files.newBufferedWriter(into.resolve(RECORDS));
                    BufferedWriter proofs = Files.newBufferedWriter(into.resolve(PROOFS));
                    BufferedWriter seals = Files.newBufferedWriter(into.resolve(LogFolder.CHECKPOINTS))) {
                Export export = new Export(filter, records, proofs, seals);
                Written done = export.run(folder);
                People.of(folder).copy(export.texts, into);
                Files.copy(publicKey, into.resolve(SigningKey.PUBLIC_FILE));
                Files.writeString(into.resolve(MANIFEST), export.manifest(folder, others), StandardCharsets.UTF_8);
                return done;
            }
        } catch (FileAlreadyExistsException e) {
            throw new AuditException(into + " is a file. Name a new folder.", e);
        } catch (IOException e) {
            throw new AuditException("The export to " + into + " failed: " + e, e);
        }
    }

    private Written run(LogFolder folder) throws IOException {
        folder.checkpoints().forEach(each -> checkpoints.put(each.count(), each));
        IOException[] failed = new IOException[1];
        LogScan.scan(folder, RecordFilter.ALL, (record, message) -> {
            try {
                take(record, message);
                return true;
            } catch (IOException e) {
                failed[0] = e;
                return false;
            }
        });
        if (failed[0] != null) {
            throw failed[0];
        }
        leftOff += chosen.size();
        return new Written(written, leftOff);
    }

    private void take(RecordView record, RecordedMessage message) throws IOException {
        isBeginningRetired |= seen == 0 && record.index() > 0;
        seen++;
        int hash = record.hashOffset();
        leaves.add(Arrays.copyOfRange(record.bytes(), hash, hash + RecordLayout.HASH));
        if (filter.wants(record, message) && seen == 1 && isBeginningRetired) {
            // The hash that it follows from went with the record before it.
            leftOff++;
        } else if (filter.wants(record, message)) {
            int end = record.offset() + RecordLayout.length(record.bodyLength());
            chosen.add(new Chosen(before, Arrays.copyOfRange(record.bytes(), record.offset(), end)));
        }
        before = leaves.getLast();
        Checkpoint seal = checkpoints.get(record.index() + 1);
        if (seal != null) {
            if (!chosen.isEmpty()) {
                if (leaves.size() != seal.count() - seal.from()) {
                    if (!isBeginningRetired) {
                        throw new AuditException("The log lacks records before " + seal.count()
                                + ", so that these cannot be proved. See 'meridian audit verify'.");
                    }
                    leftOff += chosen.size();
                    chosen.clear();
                }
                for (Chosen each : chosen) {
                    write(each, seal);
                }
                seals.write(seal.line() + "\n");
            }
            leaves.clear();
            chosen.clear();
            isBeginningRetired = false;
        }
    }

    private void write(Chosen one, Checkpoint seal) throws IOException {
        byte[] bytes = one.bytes();
        RecordView record = new RecordView();
        record.wrap(bytes, 0, bytes.length);
        RecordedMessage message = new RecordedMessage();
        boolean isMessage = LogScan.isMessage(record, message);
        if (record.kind() == Kinds.ACT && isMessage) {
            texts.add(new String(message.payload(), StandardCharsets.UTF_8));
        }
        records.write(ExportLine.json(record, isMessage ? message : null) + "\n");
        StringBuilder path = new StringBuilder();
        for (byte[] node : MerkleBatch.path(leaves, (int) (record.index() - seal.from()))) {
            path.append(path.isEmpty() ? "" : ",").append(HexFormat.of().formatHex(node));
        }
        proofs.write(seal.count() + " " + HexFormat.of().formatHex(one.before()) + " "
                + Base64.getEncoder().encodeToString(bytes) + " " + path + "\n");
        first = first < 0 ? record.index() : first;
        last = record.index();
        written++;
    }

    private String manifest(LogFolder folder, List<String> others) {
        return "{\"format\":\"meridian-audit-export-1\",\"log\":\"" + folder.id() + "\",\"records\":" + written
                + ",\"first\":" + first + ",\"last\":" + last + ",\"left_off\":" + leftOff + ",\"others\":["
                + others.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(",")) + "]}\n";
    }
}
