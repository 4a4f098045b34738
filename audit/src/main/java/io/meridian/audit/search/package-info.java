/** Finds records of a log, follows a trace through them, and hands parts of a log on with what proves them. It changes nothing. */
package io.meridian.audit.search;
