/** {@code meridian audit}: the recorder and the witness as processes, and what people ask of a log. The log itself is the module audit's. */
package io.meridian.platform.audit;
