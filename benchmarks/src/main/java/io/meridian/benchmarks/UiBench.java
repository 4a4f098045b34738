package io.meridian.benchmarks;

import java.util.List;
import java.util.function.Consumer;

/** {@code ./bench.sh ui}: the management pages in a real browser, at a gateway and a manager as people start them. */
final class UiBench {
    private static final int TOPICS_OF_EACH = 10;
    private static final int TAIL_INSTRUMENTS = 20;
    private static final int TAIL_PER_SECOND = 2_000;

    private final UiScale scale;
    private final Consumer<Figure> report;

    private interface Measure {
        void with(UiRig rig) throws Exception;
    }

    UiBench(UiScale scale, Consumer<Figure> report) {
        this.scale = scale;
        this.report = report;
    }

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        UiBench bench = new UiBench(quick ? UiScale.QUICK : UiScale.FULL, report);
        return List.of(
                part("ui.script", bench::script),
                part("ui.overview", bench::overview),
                part("ui.list", bench::lists),
                part("ui.tail", bench::tail),
                part("ui.tabs", bench::tabs));
    }

    private static Part part(String prefix, Measure measure) {
        return new Part(prefix, () -> {
            try (UiRig rig = new UiRig(Product.here())) {
                measure.with(rig);
            }
        });
    }

    void script(UiRig rig) throws Exception {
        try (BrowserRun browser = new BrowserRun(rig.pages, "script", scale, report)) {
            browser.end();
        }
    }

    void overview(UiRig rig) throws Exception {
        rig.instances(scale.instances);
        try (BrowserRun browser = new BrowserRun(rig.pages, "overview", scale, report)) {
            browser.end();
        }
    }

    @SuppressWarnings("try") // Sidecars report as long as somebody looks.
    void lists(UiRig rig) throws Exception {
        List<String> names = rig.instances(scale.instances);
        try (SidecarReports reports = new SidecarReports(rig.bus, names, TOPICS_OF_EACH);
                BrowserRun browser = new BrowserRun(rig.pages, "lists", scale, report)) {
            browser.say(Integer.toString(names.size()));
            browser.say(Integer.toString(names.size() * TOPICS_OF_EACH));
            browser.end();
        }
    }

    @SuppressWarnings("try") // Quotes come until they are heard.
    void tail(UiRig rig) throws Exception {
        try (QuoteTraffic quotes = new QuoteTraffic(rig.bus, TAIL_INSTRUMENTS);
                BrowserRun browser = new BrowserRun(rig.pages, "tail", scale, report)) {
            browser.await("open");
            try (Priming priming = new Priming(quotes)) {
                browser.await("hears");
            }
            browser.say("quiet");
            browser.await("ready");
            int count = scale.tailSeconds * TAIL_PER_SECOND;
            browser.say(count + " " + quotes.publish(count, TAIL_PER_SECOND));
            browser.end();
        }
    }

    void tabs(UiRig rig) throws Exception {
        new TabBench(rig, scale, report).measure();
    }
}
