/**
 * Starts on this machine what an engine needs to be reached from several processes. The one place outside the engines that
 * knows them by name.
 */
package io.meridian.platform.server;
