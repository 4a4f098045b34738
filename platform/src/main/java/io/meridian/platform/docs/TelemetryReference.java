package io.meridian.platform.docs;

/** The page on what a sidecar reports on the bus. */
final class TelemetryReference {
    private TelemetryReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(ContractFile.notice("telemetry.proto"));
        ProtoReference proto = new ProtoReference(ContractFile.text("telemetry.proto"));
        page.append("# Telemetry\n\n").append(proto.introduction()).append("\n\n## Messages\n");
        proto.messages(page, "###");
        return page.toString();
    }
}
