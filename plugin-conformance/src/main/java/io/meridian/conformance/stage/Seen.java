package io.meridian.conformance.stage;

import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.Settle;
import java.util.List;

/** What a played sidecar saw; times are of {@code System.nanoTime}. */
public final class Seen {
    private Seen() {}

    /** An attach, and how it was answered: a null refusal lets it in. */
    public record Attach(AttachRequest request, Refusal refusal, long atNs) {}

    /** A heartbeat. */
    public record Heartbeat(HeartbeatRequest request, long atNs) {}

    /** A message that the plugin published, and how it was answered: a null refusal took it. */
    public record Published(
            MessageHead head, byte[] payload, Profile profile, boolean duplicatePossible, Refusal refusal, long atNs) {}

    /** A verdict on a delivery. */
    public record Settled(Settle settle, long atNs) {}

    /** A snapshot. */
    public record Saved(byte[] state, int format, long atNs) {}

    /** How far a subscription has come. */
    public record Progress(long delivered, long settled, List<Settled> verdicts) {}
}
