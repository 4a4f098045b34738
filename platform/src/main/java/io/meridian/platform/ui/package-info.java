/** {@code meridian ui}: the gateway of the management pages as a process, with what only the platform knows: the bus, the audit log, where the manager is. */
package io.meridian.platform.ui;
