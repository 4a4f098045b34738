package io.meridian.sidecar.session;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.proto.Answer;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.Verdict;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * What the attached plugin can do. For the loop's thread only: attach points on other threads hand their calls to
 * {@code GuardLoop.execute}.
 *
 * <p>Where a number comes back, a negative one is a refusal: its code of the contract with the sign changed, see
 * {@link Refusals}. Numbers given out begin at 1.
 */
public interface PluginSession {
    /** Names the session; nobody can guess it. */
    String id();

    /** False from the moment it ends. */
    boolean isOpen();

    /**
     * The number of a topic to publish on; the same each time.
     *
     * @param profile null for what the topic was resolved with before, else fast
     * @return a handle, or a refusal: INVALID for a name that is none, ACL_DENIED when no grant allows it now
     */
    int resolve(String topic, Profile profile);

    /** What {@link #resolve} refused, in full. */
    Refusal resolveRefusal(String topic, int code);

    /**
     * Publishes one message. No allocation.
     *
     * @param tag the plugin's own number, rising; given back by {@link SessionPeer#onStored}
     * @param context what the plugin says of the message; identity and times are stamped here
     * @return its sequence, or a refusal; BACK_PRESSURED, and NOT_CONNECTED on a durable topic, mean: offer it again
     */
    long publish(int handle, long tag, MessageContext context, DirectBuffer payload, int offset, int length);

    /** As {@link #publish}, with a payload of another content type. Changing it from message to message is slow. */
    long publish(
            int handle,
            long tag,
            MessageContext context,
            String contentType,
            DirectBuffer payload,
            int offset,
            int length);

    /** Whether a publish that found the bus away is to be offered again: the topic is durable. */
    boolean waitsFor(int handle);

    /** A publish refusal in full, for people. Allocates, save for a denial told before. */
    Refusal refusal(long code, int handle);

    /** The number of this instance, which its messages carry as their source. */
    int source();

    /** Opens a subscription; the answer has its number or a refusal. */
    Opened subscribe(Open open, DeliverySink sink);

    /** Lets this many more messages come. Returns 0 or a refusal. */
    int credit(int subscription, int messages);

    /** Decides a delivery. Returns 0 or a refusal. */
    int settle(int subscription, long delivery, Verdict verdict, String reason);

    /** Stops or goes on feeding it. Returns 0 or a refusal. */
    int pause(int subscription, boolean paused);

    /** Closes it; a named one keeps its place. Harmless when there is none. */
    void unsubscribe(int subscription);

    /** Asks; the answer or a refusal comes once, later or at once. */
    void request(RequestMessage request, Consumer<ReplyMessage> answer);

    /**
     * Begins to answer requests.
     *
     * @return the responder's number, or a refusal that {@link #responderRefusal} puts in words
     */
    int respond(OpenResponder open, ResponderSink sink);

    /** Why the last {@link #respond} was refused, as its first answer. */
    IncomingRequest responderRefusal();

    /** Answers a request. Returns 0 or a refusal; BACK_PRESSURED means: again. */
    int answer(int responder, Answer answer);

    /** Closes it. Harmless when there is none. */
    void endResponder(int responder);

    /** The plugin lives, and says how it is. */
    HeartbeatReply heartbeat(HeartbeatRequest heartbeat);

    /** Takes one piece of the plugin's state; {@code done} is called after the last one, once it is stored, or once it is refused. */
    void saveState(StateChunk chunk, Consumer<SaveStateReply> done);

    /** Forgets the pieces of a state that will not be completed. Harmless when there are none. */
    void abandonState();

    /** Gives the stored state, a piece whenever it is asked for the next, the last one marked. Called from the loop, later. */
    StateLoading loadState(Consumer<StateChunk> chunks);

    /** The grants now, and after every change, until the returned cancellation runs or the session ends. */
    Runnable watchGrants(Consumer<Grants> watcher);

    /** The plugin's settings now, and after every change. */
    Runnable watchSettings(Consumer<PluginSettings> watcher);

    /** Takes a line for the platform's log. Returns false when it was over the rate limit. */
    boolean log(LogRecord line);

    /** Finishes what is in flight, answers, and ends the session without calling it a crash. */
    void leave(LeaveRequest request, Consumer<LeaveReply> done);

    /** The attach point lost the plugin: ends the session as a crash. Idempotent. */
    void lost(String reason);

    /** As {@link #lost}, and what was under way is in doubt: nothing more is confirmed, so it comes again. Idempotent. */
    void broken(String reason);
}
