package io.meridian.platform.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Jars bring code for every system that they may run on; an image runs on one. */
final class NativeCode {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|a|dll|dylib|jnilib)(_\\w+)?");
    private static final String SYSTEMS =
            "darwin|mac|osx|windows|win32|freebsd|openbsd|dragonfly|sunos|aix|musl|android";
    private static final String PROCESSORS = "ppc|s390|riscv|mips|loongarch|sparc|i386";
    private static final Pattern NOT_AMD64 =
            Pattern.compile(".*(" + SYSTEMS + "|" + PROCESSORS + "|aarch|arm|x86(?![-_]64)).*");
    private static final Pattern NOT_ARM64 =
            Pattern.compile(".*(" + SYSTEMS + "|" + PROCESSORS + "|x86|amd64|arm(?!64)).*");

    private NativeCode() {}

    private static boolean isNative(String name) {
        return NATIVE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether a file of a jar is of use only where the image does not run. @param architecture as images call it */
    static boolean isForElsewhere(String name, String architecture) {
        Pattern other = architecture.equals("arm64") ? NOT_ARM64 : NOT_AMD64;
        return isNative(name) && other.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Copies a jar, without that.
     *
     * @param unpacked a folder for the code that stays, which may need libraries; its files are added to what is there
     */
    static void copy(Path jar, Path to, String architecture, Path unpacked) throws IOException {
        List<? extends ZipEntry> entries;
        try (ZipFile from = new ZipFile(jar.toFile())) {
            entries = Collections.list(from.entries());
            if (entries.stream().noneMatch(entry -> isNative(entry.getName()))) {
                Files.copy(jar, to);
                return;
            }
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
                for (ZipEntry entry : entries) {
                    if (isForElsewhere(entry.getName(), architecture)) {
                        continue;
                    }
                    ZipEntry same = new ZipEntry(entry.getName());
                    same.setTimeLocal(entry.getTimeLocal());
                    out.putNextEntry(same);
                    try (InputStream in = from.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                    out.closeEntry();
                    if (isNative(entry.getName())) {
                        unpack(from, entry, unpacked);
                    }
                }
            }
        }
    }

    private static void unpack(ZipFile from, ZipEntry entry, Path folder) throws IOException {
        try (InputStream in = from.getInputStream(entry)) {
            Files.copy(in, Files.createTempFile(folder, "code", ".so"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
