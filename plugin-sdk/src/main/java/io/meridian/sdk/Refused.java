package io.meridian.sdk;

/**
 * Something that the sidecar refused.
 *
 * @param action  what it was: {@code publish}, {@code subscribe}, {@code request}, {@code respond}, {@code save state}
 * @param topic   the topic or pattern; empty when it has none
 * @param tag     of a publish: the number that publishing returned; 0 for a whole topic
 * @param code    why
 * @param text    what happened, why, and what to do next
 * @param rule    the rule that denied it, or empty
 * @param howToAsk the command that asks for the grant, or empty
 */
public record Refused(
        String action, String topic, long tag, RefusalCode code, String text, String rule, String howToAsk) {}
