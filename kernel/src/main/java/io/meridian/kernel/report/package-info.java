/** What the kernel tells the platform: events of the journal as messages of the trading schema. It reads the state and changes nothing. */
package io.meridian.kernel.report;
