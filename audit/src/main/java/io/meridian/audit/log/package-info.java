/**
 * The audit log on the disk: records that are chained by their hashes, and signed checkpoints of the chain, kept here and in a second place.
 * What the records tell of is not its business.
 */
package io.meridian.audit.log;
