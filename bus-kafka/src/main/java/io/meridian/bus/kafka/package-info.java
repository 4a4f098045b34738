/**
 * The bus engine on Apache Kafka.
 *
 * <p>A class of topics (its first segments) is one Kafka topic a profile, the whole topic is the record's key and decides
 * the partition, so the order of one topic holds. What each promise rests on:
 *
 * <ul>
 *   <li><b>Nothing confirmed is lost</b>: {@code acks=all} and the idempotent producer, which sends again by itself without
 *       end and keeps the order of a partition; a message counts as confirmed when Kafka acknowledged it and every one
 *       before it in its publication; one request on the way at a time keeps that order too. With three replicas and {@code min.insync.replicas=2} that is a majority.
 *   <li><b>A named subscription resumes</b>: the offset committed for its group is at most the first message that is not
 *       confirmed.
 *   <li><b>Replay, then live</b>: both are one read of one log.
 *   <li><b>Publishing never blocks</b>: {@code max.block.ms=0}, and topics are created on a thread of the engine.
 *   <li><b>A subscription filters without decoding payloads</b>: the key alone decides, once a topic.
 * </ul>
 *
 * <p>Nothing outside this package knows Kafka's client, and nothing in here knows the bus above the SPI.
 */
package io.meridian.bus.kafka;
