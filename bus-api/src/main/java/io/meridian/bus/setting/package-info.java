/**
 * Declared settings: one declaration gives a setting its name, environment variable, type, default, checks and
 * meaning; from it come the parsed values, the messages about wrong ones and the reference page.
 *
 * <p>Only the mechanism lives here, on the JDK alone. Declarations live beside the code that uses them, and nothing
 * here may know of a topic, a message or an engine.
 */
package io.meridian.bus.setting;
