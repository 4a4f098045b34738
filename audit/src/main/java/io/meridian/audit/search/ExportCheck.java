package io.meridian.audit.search;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.Hashes;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.MerkleBatch;
import io.meridian.audit.log.RecordLayout;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.person.People;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.audit.verify.Finding;
import io.meridian.audit.verify.Finding.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks an export with the public key: that each record is one of those that a signed checkpoint counts, and that its line says what it says. */
public final class ExportCheck {
    private static final int MOST = 100;
    private static final Pattern COUNT = Pattern.compile("\"records\":(\\d{1,18}),");

    private static final Pattern OTHERS = Pattern.compile("\"others\":\\[(\"[A-Za-z0-9_.,\"-]+\")\\]");

    private final Map<Long, Checkpoint> checkpoints = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Hashes hashes = new Hashes();
    private final byte[] scratch = new byte[RecordLayout.HASH];
    private People people;
    private long records;
    private long lastIndex = -1;

    /** @param findings what is wrong; none: all is good */
    public record Result(long records, List<Finding> findings) {}

    private ExportCheck() {}

    public static Result check(Path folder, PublicKey key) {
        return new ExportCheck().run(folder, key);
    }

    private Result run(Path folder, PublicKey key) {
        people = People.of(folder);
        try {
            for (String line : Files.readAllLines(folder.resolve(LogFolder.CHECKPOINTS))) {
                Checkpoint read = Checkpoint.parse(line);
                if (read == null || !read.isSignedBy(key)) {
                    find(
                            Kind.FORGED_CHECKPOINT,
                            -1,
                            LogFolder.CHECKPOINTS,
                            "a checkpoint is not signed with the key: " + line);
                } else {
                    checkpoints.put(read.count(), read);
                }
            }
            try (BufferedReader proofs = Files.newBufferedReader(folder.resolve(Export.PROOFS));
                    BufferedReader lines = Files.newBufferedReader(folder.resolve(Export.RECORDS))) {
                String line = lines.readLine();
                for (String proof = proofs.readLine(); proof != null; proof = proofs.readLine()) {
                    records++;
                    check(proof, line == null ? "" : line);
                    line = lines.readLine();
                }
                if (line != null) {
                    find(Kind.INSERTED, -1, Export.RECORDS, "there are lines without a proof");
                }
            }
            String manifest = Files.readString(folder.resolve(Export.MANIFEST));
            Matcher others = OTHERS.matcher(manifest);
            for (String name : others.find() ? others.group(1).split(",") : new String[] {}) {
                if (!Files.exists(folder.resolve(name.replace("\"", "")))) {
                    find(Kind.DELETED, -1, name.replace("\"", ""), "the file is gone");
                }
            }
            Matcher count = COUNT.matcher(manifest);
            if (!count.find() || Long.parseLong(count.group(1)) != records) {
                find(Kind.DELETED, -1, Export.MANIFEST, "there are " + records + " records, not as many as it says");
            }
        } catch (IOException e) {
            throw new AuditException(folder + " is no export of an audit log, or cannot be read: " + e, e);
        }
        return new Result(records, List.copyOf(findings));
    }

    private void find(Kind kind, long index, String place, String text) {
        if (findings.size() < MOST) {
            findings.add(new Finding(kind, index, place, text));
        }
    }

    private void check(String proof, String line) {
        String place = Export.PROOFS + ", line " + records;
        String[] words = proof.split(" ", -1);
        byte[] before;
        byte[] bytes;
        List<byte[]> path = new ArrayList<>();
        Checkpoint seal;
        try {
            seal = checkpoints.get(Long.parseLong(words[0]));
            before = HexFormat.of().parseHex(words[1]);
            bytes = Base64.getDecoder().decode(words[2]);
            for (String node : words[3].isEmpty() ? new String[0] : words[3].split(",")) {
                path.add(HexFormat.of().parseHex(node));
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
            find(Kind.DAMAGED, -1, place, "that is no proof");
            return;
        }
        RecordView record = new RecordView();
        if (record.wrap(bytes, 0, bytes.length) != bytes.length || before.length != RecordLayout.HASH) {
            find(Kind.DAMAGED, -1, place, "that is no record");
            return;
        }
        if (seal == null) {
            find(
                    Kind.FORGED_CHECKPOINT,
                    record.index(),
                    place,
                    "the checkpoint of record " + record.index() + " is missing");
            return;
        }
        prove(record, before, seal, path, place);
        RecordedMessage message = new RecordedMessage();
        boolean isMessage = LogScan.isMessage(record, message);
        if (record.kind() == Kinds.ACT
                && isMessage
                && PersonalNames.check(message.payload(), people) == PersonalNames.Names.FORGED) {
            find(
                    Kind.FORGED_NAME,
                    record.index(),
                    People.FILE,
                    "the names in record " + record.index() + " are not those that were recorded");
        }
        if (!ExportLine.json(record, isMessage ? message : null).equals(line)) {
            find(
                    Kind.EDITED,
                    record.index(),
                    Export.RECORDS + ", line " + records,
                    "the line does not say what was recorded");
        }
    }

    private void prove(RecordView record, byte[] before, Checkpoint seal, List<byte[]> path, String place) {
        long index = record.index();
        boolean within = index >= seal.from() && index < seal.count();
        byte[] leaf = Arrays.copyOfRange(record.bytes(), record.hashOffset(), record.hashOffset() + RecordLayout.HASH);
        boolean wellFormed = path.stream().allMatch(node -> node.length == RecordLayout.HASH);
        boolean proved = within
                && wellFormed
                && Arrays.equals(
                        MerkleBatch.rootFrom(leaf, index - seal.from(), seal.count() - seal.from(), path),
                        seal.rootBytes());
        if (!proved
                || !record.follows(hashes, before, scratch)
                || !record.isPaddedWithZeros()
                || !record.hasItsBody(hashes, scratch)) {
            find(Kind.EDITED, index, place, "record " + index + " is not the one that was recorded");
        }
        if (index <= lastIndex) {
            find(Kind.REORDERED, index, place, "record " + index + " comes after record " + lastIndex);
        }
        lastIndex = index;
    }
}
