/** Carries the durable messages of one bus into another under their own ids, and checks that they are all there. */
package io.meridian.audit.tee;
