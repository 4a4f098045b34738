/**
 * What is promised about a message on its way: profiles, acknowledgement levels, start points, result codes, and what an
 * engine declares it can and cannot do.
 *
 * <p>Values only. Nothing here moves a message.
 */
package io.meridian.bus.delivery;
