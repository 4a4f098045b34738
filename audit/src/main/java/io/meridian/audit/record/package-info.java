/**
 * What a bus carries, from the bus into the log: each durable message once, in its own words, and what people ask of the platform's services. The
 * log knows nothing of messages; how they lie in its records is said here.
 */
package io.meridian.audit.record;
