package io.meridian.platform.docs;

/** The page on the protocol between a plugin and its sidecar. */
final class ProtocolReference {
    private static final String MEMORY = """

        ## Shared memory

        The sidecar makes one file for each attach, `attach.ring` in its folder, readable by its owner alone. Both sides map
        it. All numbers are little endian.

        | bytes | meaning |
        | --- | --- |
        | 0-7 | the letters `MERIDIAN`; written last |
        | 8-11 | version of this layout, 1 |
        | 12-15 | length of the ring to the sidecar, a power of two from 64 KiB to 1 GiB |
        | 16-19 | length of the ring to the plugin, likewise |
        | 1024-1031 | the sidecar's last sign of life, in milliseconds of the machine's monotonic clock |
        | 1032-1039 | the sidecar's process number |
        | 1040-1043 | 1 when the sidecar touches the memory no more |
        | 2048-2067 | the same of the plugin |
        | from 4096 | the ring to the sidecar, then the ring to the plugin |

        A ring is an Agrona `OneToOneRingBuffer`: its records, then 768 bytes of its own. The type of a record is the number of
        the frame in it, and the largest record is an eighth of the ring.
        """;

    private ProtocolReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(ContractFile.notice("sidecar.proto", "attach-frames.xml"));
        ProtoReference proto = new ProtoReference(ContractFile.text("sidecar.proto"));
        page.append("# The sidecar protocol\n\n").append(proto.introduction());
        page.append("\n\n## Calls\n\n");
        proto.calls(page);
        page.append("\n## Messages\n");
        proto.messages(page, "###");
        page.append(MEMORY);
        SbeReference frames = new SbeReference("attach-frames.xml", page);
        page.append("\n## Frames\n");
        frames.introduction();
        page.append("\nThis is version ").append(frames.attribute("version")).append(" of schema ");
        page.append(frames.attribute("id"))
                .append(" (SBE). The header in front of each frame is block length, template id, ");
        page.append("schema id, version; two bytes each.\n");
        frames.messages("###");
        page.append("\n### Types of frames\n");
        frames.types("####");
        return page.toString();
    }
}
