/**
 * Questions about shared maps that are answered once and then followed: what enters, changes in and leaves the answer. What a question is written in is not known here; whoever asks gives a
 * predicate.
 */
package io.meridian.cluster.query;
