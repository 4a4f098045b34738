/** A copy of the log's files on an engine of the bus, and the files made from it again. What is in the records is not its business. */
package io.meridian.audit.mirror;
