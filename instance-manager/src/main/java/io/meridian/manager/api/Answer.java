package io.meridian.manager.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is answered.
 *
 * @param body as JSON, or null
 * @param revision for the ETag, or 0
 * @param stream writes the body itself, or null
 */
record Answer(int status, Object body, long revision, Stream stream) {
    /** Writes as long as there is something to say, or the asker listens. */
    @FunctionalInterface
    interface Stream {
        void write(OutputStream out) throws IOException;
    }

    static Answer ok(Object body) {
        return new Answer(200, body, 0, null);
    }

    static Answer created(Object body) {
        return new Answer(201, body, 0, null);
    }

    /** It takes a while; asked again, it tells how far it is. */
    static Answer begun(Object body) {
        return new Answer(202, body, 0, null);
    }

    static Answer done() {
        return new Answer(204, null, 0, null);
    }

    static Answer stream(Stream stream) {
        return new Answer(200, null, 0, stream);
    }

    Answer at(long newRevision) {
        return new Answer(status, body, newRevision, stream);
    }

    /** A page of things that are all there. @param key by which they are in order; where the next page begins */
    static <T> Answer page(Call call, List<T> sorted, Function<T, String> key, Function<T, ?> view) {
        String after = call.value("cursor");
        int limit = call.number("limit");
        int begin = 0;
        if (after != null) {
            while (begin < sorted.size() && !key.apply(sorted.get(begin)).equals(after)) {
                begin++;
            }
            // What the page before ended with may be gone; then there is no telling where to go on.
            if (begin == sorted.size()) {
                throw io.meridian.manager.basis.Refusal.invalid(
                        "cursor=" + after + " is not there any more. Begin again without one.");
            }
            begin++;
        }
        List<T> items = sorted.subList(begin, Math.min(sorted.size(), begin + limit));
        boolean isLast = begin + items.size() >= sorted.size();
        return ok(
                page(items.stream().map(view).toList(), isLast || items.isEmpty() ? null : key.apply(items.getLast())));
    }

    /** A page. @param next where the next one begins, or null */
    static Map<String, Object> page(List<?> items, String next) {
        Map<String, Object> page = new TreeMap<>();
        page.put("items", items);
        page.put("next", next);
        return page;
    }
}
