/** What each event of the journal does to the state. This is the only place that changes it. */
package io.meridian.kernel.fold;
