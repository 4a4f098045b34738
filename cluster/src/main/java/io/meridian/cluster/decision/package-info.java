/**
 * What was decided: registers that change one after the other, in the same order on all nodes, once more than half of those that decide have it on their disks. Each
 * leader has a term; whatever was ordered by a leader of an earlier one is refused.
 */
package io.meridian.cluster.decision;
