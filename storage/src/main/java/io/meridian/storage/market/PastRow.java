package io.meridian.storage.market;

/**
 * A row and the message that it was.
 *
 * @param periodNs how long a bar is; 0 of anything else
 * @param source   which instance published it
 * @param sequence its number among the messages of its source and topic; 0: it was imported
 */
public record PastRow(StoredRow row, long periodNs, int source, long sequence) {
    public PastPlace place() {
        return new PastPlace(row.timeNs(), row.came());
    }
}
