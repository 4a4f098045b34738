package io.meridian.audit.record;

import io.meridian.audit.log.LogOptions;
import io.meridian.audit.person.PersonalNames;

/**
 * How a bus is recorded.
 *
 * @param log how the log is kept
 * @param topics what it is to have
 * @param names where names of people are
 * @param keepNs how long records are kept at least; 0: for ever
 * @param deliveryBoundNs how long a message may be on its way from one observer to the next before something is said
 */
public record RecorderOptions(
        LogOptions log, RecordedTopics topics, PersonalNames names, long keepNs, long deliveryBoundNs) {}
