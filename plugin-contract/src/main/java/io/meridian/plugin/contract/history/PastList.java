package io.meridian.plugin.contract.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Answers questions from messages in memory, as a store does. By the time of the next page more of them may have come, each behind those that were there. */
public final class PastList {
    private PastList() {}

    /** What a cursor says: how many messages had come, and how many of those that are wanted were given. */
    private record Cursor(int there, int given) {
        static Cursor parse(String text, int most) {
            String[] parts = text.split(":");
            try {
                Cursor cursor = new Cursor(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                if (cursor.there >= 0 && cursor.there <= most && cursor.given >= 0 && cursor.given <= cursor.there) {
                    return cursor;
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException none) {
                // As one that is out of bounds.
            }
            throw new IllegalArgumentException(
                    "cursor=" + text + " is none that a page gave. Ask for the first page, without one");
        }

        @Override
        public String toString() {
            return there + ":" + given;
        }
    }

    /**
     * A page.
     *
     * @param messages of the topic, in the order in which they came
     * @param marks    the last sequence of each source that had come
     */
    public static HistoryAnswer answer(HistoryQuestion question, List<PastMessage> messages, List<HistoryMark> marks) {
        Cursor cursor = question.isFirst() ? null : Cursor.parse(question.cursor(), messages.size());
        int there = cursor == null ? messages.size() : cursor.there();
        boolean byTime = question.after() == 0;
        if (question.after() > there) {
            throw new IllegalArgumentException("after=" + question.after() + " is no place that a page told");
        }
        List<PastMessage> wanted = new ArrayList<>(messages.subList((int) question.after(), there).stream()
                .filter(question::wants)
                // What came from a file is nothing that was missed.
                .filter(message -> byTime || message.sequence() > 0)
                .toList());
        if (byTime) {
            wanted.sort(Comparator.comparingLong(PastMessage::timeNs));
        }
        int begin;
        if (cursor == null) {
            begin = question.last() == 0 ? 0 : (int) Math.max(0, wanted.size() - question.last());
        } else {
            begin = cursor.given();
        }
        List<HistoryMark> told = cursor == null ? marks : List.of();
        List<PastMessage> page = new ArrayList<>();
        int end = begin;
        while (end < wanted.size()
                && page.size()
                        < HistoryAnswer.fitting(
                                question.room(), told.size(), wanted.get(end).payload().length)) {
            page.add(wanted.get(end++));
        }
        String next = end < wanted.size() ? new Cursor(there, end).toString() : "";
        return new HistoryAnswer(cursor == null ? there : 0, told, page, next, 0, "");
    }

    /** The last sequence of each source. */
    public static List<HistoryMark> marks(List<PastMessage> messages) {
        TreeMap<Integer, Long> marks = new TreeMap<>();
        for (PastMessage message : messages) {
            if (message.sequence() > 0) {
                marks.merge(message.source(), message.sequence(), Math::max);
            }
        }
        return marks.entrySet().stream()
                .map(mark -> new HistoryMark(mark.getKey(), mark.getValue()))
                .toList();
    }
}
