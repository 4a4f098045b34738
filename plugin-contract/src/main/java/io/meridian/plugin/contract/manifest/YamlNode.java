package io.meridian.plugin.contract.manifest;

import io.meridian.plugin.contract.manifest.ManifestException.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * YAML as a tree that knows its lines. Built from the parser's events and not from objects: nothing but texts, lists and
 * mappings can come of it, and depth and size are bounded before anything is built.
 */
sealed interface YamlNode {
    int MAX_DEPTH = 6;
    int MAX_NODES = 4_000;

    int line();

    int column();

    /** What YAML takes a scalar for. */
    enum Kind {
        TEXT("a text"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("empty");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }

    record Scalar(String text, Kind kind, int line, int column) implements YamlNode {
        String shown() {
            return kind.shown;
        }
    }

    record Items(List<YamlNode> items, int line, int column) implements YamlNode {}

    record Entries(Map<String, Entry> entries, int line, int column) implements YamlNode {}

    record Entry(Scalar key, YamlNode value) {}

    /** What a node is called in a message. */
    static String shown(YamlNode node) {
        return switch (node) {
            case Scalar scalar -> scalar.shown();
            case Items _ -> "a list";
            case Entries _ -> "a mapping";
        };
    }

    static YamlNode parse(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Manifest.MAX_LENGTH).build();
        try {
            return new Builder().build(new Parse(settings).parseString(yaml).iterator());
        } catch (MarkedYamlEngineException e) {
            String what = e.getProblem() == null ? "no valid YAML" : "no valid YAML: " + e.getProblem();
            throw new ManifestException(
                    List.of(e.getProblemMark()
                            .map(mark -> new Problem(mark.getLine() + 1, mark.getColumn() + 1, what))
                            .orElseGet(() -> new Problem(0, 0, what))),
                    e);
        } catch (YamlEngineException e) {
            throw new ManifestException(List.of(new Problem(0, 0, "no valid YAML: " + e.getMessage())), e);
        }
    }

    /** Puts the nodes together, without recursion. */
    final class Builder {
        private static final ScalarResolver TYPES = new CoreScalarResolver(false);

        /** A list or mapping that is not yet at its end. */
        private static final class Open {
            private final List<YamlNode> items = new ArrayList<>();
            private final Map<String, Entry> entries = new LinkedHashMap<>();
            private final boolean mapping;
            private final int line;
            private final int column;
            private Scalar key;

            Open(boolean mapping, int line, int column) {
                this.mapping = mapping;
                this.line = line;
                this.column = column;
            }
        }

        private final Deque<Open> open = new ArrayDeque<>();
        private YamlNode root;
        private Event last;
        private int nodes;
        private int documents;

        YamlNode build(Iterator<Event> events) {
            for (Event event = next(events); event != null; event = next(events)) {
                take(event);
                last = event;
            }
            if (root == null) {
                throw ManifestException.of(0, 0, "the manifest is empty");
            }
            return root;
        }

        /** The next event, or null. The parser fails in its own way at most mistakes, but not at an escape that is cut off. */
        private Event next(Iterator<Event> events) {
            try {
                return events.hasNext() ? events.next() : null;
            } catch (YamlEngineException e) {
                throw e;
            } catch (RuntimeException e) {
                int line = last == null ? 1 : line(last);
                throw new ManifestException(
                        List.of(new Problem(
                                line, 1, "no valid YAML from here on; look for an escape (\\x, \\u) that is cut off")),
                        e);
            }
        }

        private void take(Event event) {
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (++documents > 1) {
                        throw at(event, "a manifest is one document; take out what follows ---");
                    }
                }
                case Alias -> throw at(event, "aliases (*name) are not allowed in a manifest; write the value out");
                case Scalar -> {
                    plain((NodeEvent) event, ((ScalarEvent) event).getTag().isPresent());
                    add(event, scalar((ScalarEvent) event));
                }
                case SequenceStart, MappingStart -> {
                    plain(
                            (NodeEvent) event,
                            ((CollectionStartEvent) event).getTag().isPresent());
                    begin(event);
                }
                case SequenceEnd, MappingEnd -> {
                    Open done = open.pop();
                    add(
                            event,
                            done.mapping
                                    ? new Entries(done.entries, done.line, done.column)
                                    : new Items(done.items, done.line, done.column));
                }
                default -> {
                    // Begin and end of the stream and of the document, and comments, build nothing.
                }
            }
        }

        private static void plain(NodeEvent event, boolean tagged) {
            if (event.getAnchor().isPresent()) {
                throw at(event, "anchors (&name) are not allowed in a manifest; write the value out");
            }
            if (tagged) {
                throw at(event, "tags (!name) are not allowed in a manifest");
            }
        }

        private void begin(Event event) {
            if (open.size() >= MAX_DEPTH) {
                throw at(event, "nested deeper than " + MAX_DEPTH);
            }
            Open around = open.peek();
            if (around != null && around.mapping && around.key == null) {
                throw at(event, "a key must be a text");
            }
            count(event);
            open.push(new Open(event.getEventId() == Event.ID.MappingStart, line(event), column(event)));
        }

        private void count(Event event) {
            if (++nodes > MAX_NODES) {
                throw at(event, "more than " + MAX_NODES + " values");
            }
        }

        private Scalar scalar(ScalarEvent event) {
            count(event);
            String text = event.getValue();
            Tag tag = TYPES.resolve(text, event.isPlain());
            Kind kind = Kind.TEXT;
            if (tag.equals(Tag.INT)) {
                kind = Kind.INTEGER;
            } else if (tag.equals(Tag.FLOAT)) {
                kind = Kind.NUMBER;
            } else if (tag.equals(Tag.BOOL)) {
                kind = Kind.BOOLEAN;
            } else if (tag.equals(Tag.NULL)) {
                kind = Kind.NULL;
            }
            return new Scalar(text, kind, line(event), column(event));
        }

        private void add(Event event, YamlNode node) {
            Open around = open.peek();
            if (around == null) {
                root = node;
            } else if (!around.mapping) {
                around.items.add(node);
            } else if (around.key == null) {
                Scalar key = (Scalar) node;
                if (key.kind != Kind.TEXT) {
                    throw at(event, "a key must be a text");
                }
                around.key = key;
            } else {
                Entry before = around.entries.putIfAbsent(around.key.text, new Entry(around.key, node));
                if (before != null) {
                    throw ManifestException.of(
                            around.key.line,
                            around.key.column,
                            "key '" + Texts.shown(around.key.text) + "' is there twice, first in line "
                                    + before.key.line);
                }
                around.key = null;
            }
        }

        private static ManifestException at(Event event, String text) {
            return ManifestException.of(line(event), column(event), text);
        }

        private static int line(Event event) {
            return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        }

        private static int column(Event event) {
            return event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
        }
    }
}
