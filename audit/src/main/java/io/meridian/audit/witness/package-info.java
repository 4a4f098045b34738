/**
 * The witness: a process of another user that keeps the checkpoints of logs. A recorder can hand it new ones and nothing else, so who has the log and
 * its key still cannot take back what the witness has.
 */
package io.meridian.audit.witness;
