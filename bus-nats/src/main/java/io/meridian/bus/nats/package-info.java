/**
 * The bus on NATS: core subjects for the fast profile, one JetStream stream a deployment for the durable one.
 *
 * <p>What each promise rests on:
 *
 * <ul>
 *   <li><b>Publishing never blocks.</b> The client's send queue is left without a limit, because the client blocks or drops in
 *       silence at it; the limit is counted here, and reaching it is {@code BACK_PRESSURED}. Without a connection nothing is
 *       queued: {@code NOT_CONNECTED}.
 *   <li><b>Nothing acknowledged is lost.</b> A durable message is confirmed when the stream has answered for it and for all
 *       before it. What that means depends on the server: {@code STORED} is its file, {@code FSYNCED} needs
 *       {@code sync_interval: always}, {@code REPLICATED} needs a stream on three servers.
 *   <li><b>Order.</b> A connection is never mended by the client: a new one is made, and what was unconfirmed is offered again
 *       from the first. What the server has already it tells by {@code Nats-Msg-Id} and drops. If a server in a cluster
 *       refuses a message and takes a later one of the same publisher that was already on its way, as may happen around a
 *       change of leader, the refused one is stored behind it.
 *   <li><b>Durable names</b> are JetStream consumers with explicit acknowledgements. Closing never deletes one. With one member
 *       at a time, unacknowledged messages are asked for again, in order, before newer ones, whenever it attaches.
 *   <li><b>Reading without a name</b> goes through consumers that are made anew after the last message seen.
 *   <li><b>Second holders</b> of a name that is not shared are refused because the first answers on a subject of its own.
 * </ul>
 *
 * <p>Envelope and payload are one body. Fast messages have no NATS headers; durable ones have their id in one.
 *
 * <p>The bus above must not be known here, and nothing of the client library may be seen outside.
 */
package io.meridian.bus.nats;
