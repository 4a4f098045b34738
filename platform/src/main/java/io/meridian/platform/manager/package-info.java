/**
 * The instance manager as a process, and the commands that speak to it: plugins, grants, the kill switch, accounts. What the manager does is in
 * {@link io.meridian.manager}; here it is given its settings, its runtimes and the bus.
 */
package io.meridian.platform.manager;
