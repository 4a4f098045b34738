/** A small plugin of each role that passes its group of checks, and broken ones that do not. */
package io.meridian.conformance.role;
