/** What became of messages, as spans of OpenTelemetry: made of what the audit log has, so that nothing is done for it on a message's way. */
package io.meridian.platform.span;
