/** Writes the pages that follow from the code, and finds those that are stale. */
package io.meridian.platform.docs;
