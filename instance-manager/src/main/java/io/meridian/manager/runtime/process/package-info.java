/**
 * Sidecars and plugins as processes of this machine, each in a process group of its own. It keeps plugins from each other's mistakes; for those that
 * are not trusted there are containers.
 */
package io.meridian.manager.runtime.process;
