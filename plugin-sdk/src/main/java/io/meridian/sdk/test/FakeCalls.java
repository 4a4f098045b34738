package io.meridian.sdk.test;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.SettleVerdict;
import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.RecoveryPlan;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ResolveTopic;
import io.meridian.plugin.contract.proto.ResolvedTopic;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.Start;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.sdk.Profile;
import io.meridian.sdk.TopicRules;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers a plugin's calls as a sidecar would. */
final class FakeCalls {
    private final FakeSidecar sidecar;
    private final FakeRequests requests;
    private final Map<String, FakeSubscription.Place> places = new HashMap<>();
    private final TreeMap<Integer, FakeSubscription> subscriptions = new TreeMap<>();
    private final Map<Integer, String> topics = new HashMap<>();
    private final Map<String, Profile> profiles = new HashMap<>();
    private ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private byte[] state;
    private int stateFormat;
    private boolean attached;
    private boolean snapshots;
    private boolean snapshotWanted;
    private long grantsCall;
    private long settingsCall;
    private long settingsEpoch = 1;
    private int nextSubscription = 1;
    private int attaches;
    private boolean left = true;

    FakeCalls(FakeSidecar sidecar) {
        this.sidecar = sidecar;
        requests = new FakeRequests(sidecar);
    }

    void detached() {
        attached = false;
        subscriptions.clear();
        topics.clear();
        requests.clear();
        incoming = new ByteArrayOutputStream();
        grantsCall = 0;
        settingsCall = 0;
    }

    String topic(int handle) {
        return topics.get(handle);
    }

    /** As the plugin publishes or reads the topic; as usual when it does neither. */
    Profile profile(String topic) {
        Profile published = profiles.get(topic);
        if (published != null) {
            return published;
        }
        for (FakeSubscription subscription : subscriptions.values()) {
            if (TopicRules.covers(subscription.pattern, topic)) {
                return subscription.profile;
            }
        }
        return FakeSidecar.usualProfile(topic);
    }

    byte[] state() {
        return state == null ? null : state.clone();
    }

    boolean isAttached() {
        return attached;
    }

    int unconfirmed() {
        return subscriptions.values().stream()
                .mapToInt(FakeSubscription::unconfirmed)
                .sum();
    }

    List<String> subscriptions() {
        return subscriptions.values().stream().map(it -> it.pattern).toList();
    }

    void wantSnapshot() {
        snapshotWanted = true;
    }

    int deliver(List<Published> record) {
        int work = 0;
        for (FakeSubscription subscription : subscriptions.values()) {
            work += subscription.deliver(record, sidecar.out());
        }
        return work;
    }

    void onSettle(int number, long delivery, SettleVerdict verdict) {
        FakeSubscription subscription = subscriptions.get(number);
        if (subscription == null) {
            return;
        }
        switch (verdict) {
            case DONE -> subscription.done(delivery, snapshots);
            case RETRY -> sidecar.deadLetter(subscription.retry(delivery));
            case REJECT -> sidecar.deadLetter(subscription.reject(delivery));
            case NULL_VAL ->
                throw new IllegalStateException("the plugin settled delivery=" + delivery + " without a verdict");
        }
    }

    void onCall(long call, Method method, boolean end, byte[] body) {
        try {
            if (!attached && method != Method.ATTACH) {
                throw new IllegalStateException("the plugin called " + method + " before ATTACH");
            }
            switch (method) {
                case ATTACH -> attach(call, AttachRequest.parseFrom(body));
                case RESOLVE_TOPIC -> resolve(call, ResolveTopic.parseFrom(body));
                case SUBSCRIBE -> subscribe(call, end, body);
                case REQUEST -> requests.request(call, body);
                case RESPOND -> requests.respond(call, end, body);
                case HEARTBEAT -> heartbeat(call, HeartbeatRequest.parseFrom(body));
                case SAVE_STATE -> save(call, end, StateChunk.parseFrom(body));
                case LOAD_STATE -> load(call);
                case WATCH_GRANTS -> {
                    grantsCall = call;
                    grantsChanged();
                }
                case WATCH_SETTINGS -> {
                    settingsCall = call;
                    answerSettings();
                }
                case LOG -> sidecar.log(LogRecord.parseFrom(body));
                case LEAVE -> {
                    left = true;
                    answer(
                            call,
                            method,
                            LeaveReply.newBuilder()
                                    .setUnsettled(unconfirmed())
                                    .build()
                                    .toByteArray());
                }
                case NULL_VAL -> throw new IllegalStateException("the plugin called an unknown method");
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the plugin's call of " + method + " cannot be read", e);
        }
    }

    private void answer(long call, Method method, byte[] body) {
        sidecar.out().answer(call, method, true, body);
    }

    private void attach(long call, AttachRequest request) {
        if (!request.getToken().equals(sidecar.token())) {
            answer(
                    call,
                    Method.ATTACH,
                    AttachReply.newBuilder()
                            .setRefusal(Refusal.newBuilder()
                                    .setCode(Refusal.Code.TOKEN_REFUSED)
                                    .setText("the token is wrong"))
                            .build()
                            .toByteArray());
            return;
        }
        attached = true;
        sidecar.attached();
        sidecar.grants().declared(request, sidecar.answers(), sidecar.replays());
        snapshots = request.getState() == StatePolicy.SNAPSHOT;
        RecoveryPlan.Builder recovery = RecoveryPlan.newBuilder()
                .setHasState(state != null)
                .setCrashed(!left)
                .setAttaches(attaches++);
        left = false;
        answer(
                call,
                Method.ATTACH,
                AttachReply.newBuilder()
                        .setSession("test")
                        .setDeployment("test")
                        .setInstance(request.getPlugin() + "-1")
                        .setSource(FakeSidecar.PLUGIN_SOURCE)
                        .setGrants(sidecar.grants().message())
                        .setSettings(settings())
                        .setRecovery(recovery)
                        .setHeartbeatIntervalMs(1000)
                        .setMaxPayload(sidecar.maxPayload())
                        .setNowNs(sidecar.nowNs())
                        .build()
                        .toByteArray());
    }

    private PluginSettings settings() {
        return PluginSettings.newBuilder()
                .setEpoch(settingsEpoch)
                .putAllValues(sidecar.settings())
                .build();
    }

    private void resolve(long call, ResolveTopic request) {
        Refusal refusal = sidecar.grants().check(Action.PUBLISH, request.getTopic());
        ResolvedTopic.Builder answer = ResolvedTopic.newBuilder();
        if (refusal != null) {
            answer.setRefusal(sidecar.refused(refusal));
        } else {
            int handle = topics.size() + 1;
            topics.put(handle, request.getTopic());
            profiles.put(
                    request.getTopic(),
                    request.getProfile() == io.meridian.plugin.contract.proto.Profile.DURABLE
                            ? Profile.DURABLE
                            : Profile.FAST);
            answer.setHandle(handle);
        }
        answer(call, Method.RESOLVE_TOPIC, answer.build().toByteArray());
    }

    private void subscribe(long call, boolean end, byte[] body) throws InvalidProtocolBufferException {
        SubscribeRequest request = SubscribeRequest.parseFrom(body);
        if (request.hasOpen()) {
            open(call, request.getOpen());
            return;
        }
        subscriptions.values().stream()
                .filter(subscription -> subscription.call == call && request.hasPause())
                .forEach(subscription -> subscription.pause(request.getPause().getPaused()));
        if (end) {
            subscriptions.values().removeIf(subscription -> subscription.call == call);
        }
    }

    private void open(long call, Open open) {
        Refusal refusal = sidecar.grants().check(Action.SUBSCRIBE, open.getPattern());
        Opened.Builder opened = Opened.newBuilder();
        if (refusal != null) {
            opened.setRefusal(sidecar.refused(refusal));
        } else {
            boolean durable = open.getProfile() == io.meridian.plugin.contract.proto.Profile.DURABLE;
            boolean known = places.containsKey(open.getName());
            FakeSubscription.Place place = durable && !open.getName().isEmpty()
                    ? places.computeIfAbsent(open.getName(), name -> new FakeSubscription.Place())
                    : new FakeSubscription.Place();
            boolean history = open.getBegin() == Start.TIME || open.getBegin() == Start.EARLIEST;
            if (!known) {
                place.next = begin(open);
            }
            int number = nextSubscription++;
            subscriptions.put(
                    number,
                    new FakeSubscription(
                            number, call, open.getPattern(), durable ? Profile.DURABLE : Profile.FAST, place, history));
            opened.setSubscription(number);
        }
        sidecar.out()
                .answer(
                        call,
                        Method.SUBSCRIBE,
                        false,
                        SubscribeEvent.newBuilder().setOpened(opened).build().toByteArray());
    }

    private int begin(Open open) {
        List<Published> record = sidecar.record();
        return switch (open.getBegin()) {
            case EARLIEST -> 0;
            case TIME -> {
                int index = 0;
                while (index < record.size() && record.get(index).publishTimeNs() < open.getBeginAt()) {
                    index++;
                }
                yield index;
            }
            default -> record.size();
        };
    }

    private void heartbeat(long call, HeartbeatRequest request) {
        sidecar.heartbeat(request);
        answer(
                call,
                Method.HEARTBEAT,
                HeartbeatReply.newBuilder()
                        .setSidecarState("READY")
                        .setLatched(sidecar.grants().isLatched())
                        .setSnapshotWanted(snapshotWanted)
                        .setNowNs(sidecar.nowNs())
                        .build()
                        .toByteArray());
        snapshotWanted = false;
    }

    private void save(long call, boolean end, StateChunk chunk) {
        incoming.writeBytes(chunk.getData().toByteArray());
        if (end) {
            state = incoming.toByteArray();
            stateFormat = chunk.getFormat();
            incoming = new ByteArrayOutputStream();
            subscriptions.values().forEach(FakeSubscription::snapshotStored);
            answer(
                    call,
                    Method.SAVE_STATE,
                    SaveStateReply.newBuilder().setBytes(state.length).build().toByteArray());
        }
    }

    private void load(long call) {
        int most = 16 << 10;
        int at = 0;
        do {
            int length = Math.min(most, state.length - at);
            boolean last = at + length == state.length;
            sidecar.out()
                    .answer(
                            call,
                            Method.LOAD_STATE,
                            last,
                            StateChunk.newBuilder()
                                    .setData(ByteString.copyFrom(state, at, length))
                                    .setFormat(stateFormat)
                                    .setLast(last)
                                    .build()
                                    .toByteArray());
            at += length;
        } while (at < state.length);
    }

    /** Cuts what is denied now, and tells the plugin of its new grants. */
    void grantsChanged() {
        List<FakeSubscription> cut = new ArrayList<>();
        for (FakeSubscription subscription : subscriptions.values()) {
            if (sidecar.grants().check(Action.SUBSCRIBE, subscription.pattern) != null) {
                cut.add(subscription);
            }
        }
        for (FakeSubscription subscription : cut) {
            subscription.notice(sidecar.out(), Notice.Kind.REVOKED, "the grant was revoked");
            subscriptions.remove(subscription.number);
        }
        if (grantsCall != 0) {
            sidecar.out()
                    .answer(
                            grantsCall,
                            Method.WATCH_GRANTS,
                            false,
                            sidecar.grants().message().toByteArray());
        }
    }

    void settingsChanged() {
        settingsEpoch++;
        if (settingsCall != 0) {
            answerSettings();
        }
    }

    private void answerSettings() {
        sidecar.out()
                .answer(settingsCall, Method.WATCH_SETTINGS, false, settings().toByteArray());
    }
}
