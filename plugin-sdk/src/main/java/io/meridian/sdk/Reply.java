package io.meridian.sdk;

/**
 * The answer to a request, or why there is none.
 *
 * @param refused why there is none, else null
 * @param schemaId of the payload
 */
public record Reply(Refused refused, int schemaId, int schemaVersion, byte[] payload) {
    /** Whether there is an answer. */
    public boolean isOk() {
        return refused == null;
    }
}
