package io.meridian.cluster.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jgroups.protocols.TCP;
import org.jgroups.util.FileWatcher;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;

/**
 * The certificate of one node, and those that it trusts: the folder that {@link NodeCertificates} makes. When its files change, new connections use them; those that are open
 * stay.
 */
public final class NodeTls implements AutoCloseable {
    private static final String PROTOCOL = "TLSv1.3";
    private static final String TYPE = "PKCS12";

    private final Path folder;
    private final String password;
    private final FileWatcher watcher = new FileWatcher();

    private NodeTls(Path folder, String password) {
        this.folder = folder;
        this.password = password;
    }

    /** @throws IOException when the folder has not what it should have */
    public static NodeTls of(Path folder) throws IOException {
        for (String file : new String[] {NodeCertificates.KEY, NodeCertificates.TRUST, NodeCertificates.PASSWORD}) {
            if (!Files.isReadable(folder.resolve(file))) {
                throw new IOException(folder.resolve(file) + " is not there or cannot be read. cluster.tls names the"
                        + " folder of one node, made by: meridian cluster init-tls");
            }
        }
        return new NodeTls(
                folder,
                Files.readString(folder.resolve(NodeCertificates.PASSWORD)).strip());
    }

    /** Lets connections be encrypted, and both ends show who they are. */
    public void secure(TCP tcp) {
        TLS tls = new TLS()
                .enabled(true)
                .setProtocols(new String[] {PROTOCOL})
                .setKeystorePath(folder.resolve(NodeCertificates.KEY).toString())
                .setKeystorePassword(password)
                .setKeystoreType(TYPE)
                .setTruststorePath(folder.resolve(NodeCertificates.TRUST).toString())
                .setTruststorePassword(password)
                .setTruststoreType(TYPE)
                .setClientAuth(TLSClientAuth.NEED);
        tls.setWatcher(watcher);
        tcp.tls(tls);
    }

    @Override
    public void close() {
        watcher.close();
    }
}
