package io.meridian.plugin.contract.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Grant;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.RecoveryPlan;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The protobuf part of the contract: the first call and its answer byte for byte, and every number that was ever given. */
final class ProtoGoldenTest {
    private static final AttachRequest REQUEST = AttachRequest.newBuilder()
            .setContractVersion(1)
            .setToken("t0ken")
            .setPlugin("my-alpha")
            .setVersion("0.1.0")
            .setLanguage("java 25")
            .addPublishes("platform.oms.command.*")
            .addSubscribes("platform.data.bar.XNAS.*")
            .addSubscribes("platform.oms.event.**")
            .addRequests("platform.bor.**")
            .setState(StatePolicy.SNAPSHOT)
            .setManifest("manifest: 1\n")
            .build();

    private static final AttachReply REPLY = AttachReply.newBuilder()
            .setSession("s-1")
            .setDeployment("dev")
            .setInstance("my-alpha-1")
            .setSource(-7)
            .setPool("STRATEGY")
            .setGrants(Grants.newBuilder()
                    .setEpoch(3)
                    .setLatched(true)
                    .addGrants(Grant.newBuilder()
                            .setId("g-12")
                            .setAction(Action.SUBSCRIBE)
                            .setPattern("platform.data.**")
                            .setDeny(true)
                            .setExpiryNs(1_800_000_000_000_000_000L)))
            .setSettings(PluginSettings.newBuilder().setEpoch(1).putValues("fast", "12"))
            .setRecovery(RecoveryPlan.newBuilder()
                    .setHasState(true)
                    .setStateSavedNs(1_700_000_000_000_000_000L)
                    .setStateBytes(4096)
                    .setStateSha256("ab".repeat(32))
                    .setCrashed(true)
                    .setAttaches(2))
            .setHeartbeatIntervalMs(100)
            .setMaxPayload(65_536)
            .setNowNs(1_700_000_000_000_000_001L)
            .build();

    @Test
    void shouldWriteTheAttachAsEver() throws IOException {
        GoldenFile.assertSame("proto/v1/AttachRequest.hex", GoldenFile.hex(REQUEST.toByteArray()));
        GoldenFile.assertSame("proto/v1/AttachReply.hex", GoldenFile.hex(REPLY.toByteArray()));
        assertEquals(REQUEST, AttachRequest.parseFrom(GoldenFile.bytes("proto/v1/AttachRequest.hex")));
        assertEquals(REPLY, AttachReply.parseFrom(GoldenFile.bytes("proto/v1/AttachReply.hex")));
    }

    @Test
    void shouldReadAnAttachOfTheNextVersion() throws InvalidProtocolBufferException {
        ByteString unknown = UnknownFieldSet.newBuilder()
                .addField(
                        999,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("new"))
                                .build())
                .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                .build()
                .toByteString();
        AttachRequest request = AttachRequest.parseFrom(
                REQUEST.toBuilder().setStateValue(17).build().toByteString().concat(unknown));
        assertEquals(StatePolicy.UNRECOGNIZED, request.getState());
        assertEquals(17, request.getStateValue());
        assertEquals(REQUEST.getSubscribesList(), request.getSubscribesList());
        assertEquals("my-alpha", request.getPlugin());
        AttachReply reply = AttachReply.parseFrom(REPLY.toByteString().concat(unknown));
        assertEquals(REPLY.getGrants(), reply.getGrants());
        assertEquals(2, reply.getUnknownFields().asMap().size());
    }

    @Test
    void shouldReadAnAttachThatSaysLess() throws InvalidProtocolBufferException {
        AttachRequest request = AttachRequest.parseFrom(
                AttachRequest.newBuilder().setToken("t").build().toByteArray());
        assertEquals(0, request.getContractVersion());
        assertEquals(StatePolicy.STATE_UNSPECIFIED, request.getState());
        assertEquals(List.of(), request.getPublishesList());
        assertEquals(0, AttachReply.parseFrom(new byte[0]).getHeartbeatIntervalMs());
    }

    /** Others were built with these numbers: none may change its meaning or go. New ones are added to the file. */
    @Test
    void shouldKeepEveryNumberThatWasGiven() throws IOException {
        var file = AttachRequest.getDescriptor().getFile();
        List<String> now = declared(file);
        for (MethodDescriptor method : file.getServices().getFirst().getMethods()) {
            now.add("rpc " + method.getName() + "(" + (method.isClientStreaming() ? "stream " : "")
                    + method.getInputType().getName() + ") " + (method.isServerStreaming() ? "stream " : "")
                    + method.getOutputType().getName());
        }
        assertKept("numbers.txt", now);
        assertTrue(now.size() > 150);
    }

    @Test
    void shouldKeepEveryNumberOfTelemetry() throws IOException {
        List<String> now = declared(SidecarReport.getDescriptor().getFile());
        assertKept("telemetry-numbers.txt", now);
        assertTrue(now.size() > 25);
    }

    private static void assertKept(String golden, List<String> now) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            GoldenFile.assertSame("proto/v1/" + golden, String.join("\n", now) + "\n");
        }
        Set<String> lines = new HashSet<>(now);
        List<String> lost = GoldenFile.text("proto/v1/" + golden)
                .lines()
                .filter(line -> !lines.contains(line))
                .toList();
        assertEquals(List.of(), lost, "taken out, or changed");
    }

    private static List<String> declared(FileDescriptor file) {
        List<String> lines = new ArrayList<>();
        file.getMessageTypes().forEach(message -> describe(message, lines));
        file.getEnumTypes().forEach(each -> describe(each, lines));
        return lines;
    }

    private static void describe(Descriptor message, List<String> lines) {
        for (FieldDescriptor field : message.getFields()) {
            String type = switch (field.getJavaType()) {
                case MESSAGE -> field.getMessageType().getName();
                case ENUM -> field.getEnumType().getName();
                default -> field.getType().name().toLowerCase(Locale.ROOT);
            };
            lines.add(name(message.getFullName()) + "." + field.getName() + " = " + field.getNumber() + " "
                    + (field.isRepeated() ? "repeated " : "") + type);
        }
        message.getNestedTypes().forEach(nested -> describe(nested, lines));
        message.getEnumTypes().forEach(nested -> describe(nested, lines));
    }

    private static String name(String full) {
        return full.substring(full.indexOf(".v1.") + ".v1.".length());
    }

    private static void describe(EnumDescriptor declared, List<String> lines) {
        for (EnumValueDescriptor value : declared.getValues()) {
            lines.add(name(declared.getFullName()) + "." + value.getName() + " = " + value.getNumber());
        }
    }
}
