/**
 * How plugins and sidecars are run: the interface that a runtime implements, what it is given, and the folders that an instance has. Each runtime
 * is in a package of its own, and knows nothing of why something is started.
 */
package io.meridian.manager.runtime;
