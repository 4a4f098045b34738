package io.meridian.cluster.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An authority for the nodes of one cluster, and the certificates it gives them. The folder of a node goes to that node's machine; the authority's own stays with who runs the
 * cluster, and is needed only to make another certificate.
 */
public final class NodeCertificates {
    static final String KEY = "node.p12";
    static final String TRUST = "trust.p12";
    static final String PASSWORD = "password";

    private static final String AUTHORITY = "authority";
    private static final int SECRET_BYTES = 16;

    private final Path folder;

    private NodeCertificates(Path folder) {
        this.folder = folder;
    }

    /** The authority in a folder, made when there is none. @param valid how long its certificate holds */
    public static NodeCertificates in(Path folder, Duration valid) throws IOException {
        NodeCertificates certificates = new NodeCertificates(folder);
        Path own = folder.resolve(AUTHORITY);
        if (!Files.exists(own.resolve(KEY))) {
            privateFolder(own);
            secret(own);
            certificates.keytool(
                    own,
                    "-genkeypair",
                    "-alias",
                    AUTHORITY,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=Meridian cluster",
                    "-ext",
                    "bc:c",
                    "-ext",
                    "ku:c=keyCertSign,cRLSign",
                    "-validity",
                    days(valid),
                    "-keystore",
                    own.resolve(KEY).toString());
            certificates.keytool(
                    own,
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    AUTHORITY,
                    "-keystore",
                    own.resolve(KEY).toString(),
                    "-file",
                    own.resolve("authority.pem").toString());
        }
        return certificates;
    }

    /**
     * Gives a node a new key and certificate, in a folder of its name. One that is there is replaced at once, so that a node which runs takes the new one.
     *
     * @param hosts names and addresses the node is reached by
     * @return the folder
     */
    public Path give(String node, List<String> hosts, Duration valid) throws IOException {
        Path own = folder.resolve(AUTHORITY);
        Path target = folder.resolve(node);
        privateFolder(target);
        // A node that runs has read its password and reads new stores with it.
        if (!Files.exists(target.resolve(PASSWORD))) {
            secret(target);
        }
        Path work = Files.createTempDirectory(folder, ".making-");
        try {
            Files.copy(target.resolve(PASSWORD), work.resolve(PASSWORD));
            String store = work.resolve(KEY).toString();
            keytool(
                    work,
                    "-genkeypair",
                    "-alias",
                    node,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + node,
                    "-keystore",
                    store);
            String request = work.resolve("request").toString();
            keytool(work, "-certreq", "-alias", node, "-keystore", store, "-file", request);
            List<String> sign = new ArrayList<>(List.of(
                    "-gencert",
                    "-rfc",
                    "-alias",
                    AUTHORITY,
                    "-keystore",
                    own.resolve(KEY).toString(),
                    "-infile",
                    request,
                    "-outfile",
                    work.resolve("signed.pem").toString(),
                    "-validity",
                    days(valid),
                    "-ext",
                    "eku=serverAuth,clientAuth",
                    "-ext",
                    "ku:c=digitalSignature",
                    "-ext",
                    "san=" + names(node, hosts)));
            keytool(own, sign.toArray(String[]::new));
            String authority = own.resolve("authority.pem").toString();
            keytool(work, "-importcert", "-noprompt", "-alias", AUTHORITY, "-keystore", store, "-file", authority);
            keytool(
                    work,
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    node,
                    "-keystore",
                    store,
                    "-file",
                    work.resolve("signed.pem").toString());
            String trust = work.resolve(TRUST).toString();
            keytool(work, "-importcert", "-noprompt", "-alias", AUTHORITY, "-keystore", trust, "-file", authority);
            for (String file : List.of(TRUST, KEY)) {
                Files.setPosixFilePermissions(work.resolve(file), PosixFilePermissions.fromString("rw-------"));
                Files.move(
                        work.resolve(file),
                        target.resolve(file),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            try (var files = Files.list(work)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(work);
        }
        return target;
    }

    private static String names(String node, List<String> hosts) {
        List<String> names = new ArrayList<>(List.of("dns:" + node));
        for (String host : hosts) {
            boolean isAddress = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
            names.add((isAddress ? "ip:" : "dns:") + host);
        }
        return String.join(",", names);
    }

    private static String days(Duration valid) {
        return Long.toString(Math.max(1, valid.toDays()));
    }

    private static void privateFolder(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void secret(Path folder) throws IOException {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        Path file = Files.createFile(
                folder.resolve(PASSWORD),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(bytes));
    }

    /** The JDK's own tool. The password is told by file: a command line can be read by everybody on the machine. */
    private void keytool(Path passwordFolder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-storetype",
                "PKCS12",
                "-storepass:file",
                passwordFolder.resolve(PASSWORD).toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool " + arguments[0] + " failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("keytool was interrupted");
        }
    }
}
