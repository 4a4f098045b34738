/**
 * Names of what travels on the bus: topics, patterns over them, and the one matcher that pairs the two.
 *
 * <p>Pure values and lookups. Nothing here knows of messages, engines, grants or threads.
 */
package io.meridian.bus.topic;
