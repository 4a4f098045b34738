/**
 * The envelope in front of every payload: its layout, how it is written and read in place, how it maps to CloudEvents and
 * W3C trace context.
 *
 * <p>Bytes only. Nothing here knows of engines, publishers or grants. The codecs in {@code envelope.sbe} are generated from
 * {@code envelope.xml}; what is here uses their offsets and keeps their rules.
 */
package io.meridian.bus.envelope;
