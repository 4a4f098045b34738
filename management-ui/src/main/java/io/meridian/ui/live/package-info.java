/**
 * What goes on, as it goes on, for many browsers at once: each pattern is read from the bus once, however many look at it; what a browser cannot take in
 * time is replaced by what is newer, and counted. Nobody who does not read holds up somebody else, or costs more than a bounded place.
 */
package io.meridian.ui.live;
