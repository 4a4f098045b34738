/**
 * What whoever takes messages from the bus tells an auditor: which ones it was given, and when. The form of such a report and who publishes it are here,
 * since sidecars and the platform's services report alike; what is made of reports is not.
 */
package io.meridian.bus.report;
