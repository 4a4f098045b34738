/**
 * A plugin's folder, its classes, and a plugin running beside its sidecar as two processes of this machine. Who starts them, why and where
 * their output goes is the business of the commands.
 */
package io.meridian.platform.plugin;
