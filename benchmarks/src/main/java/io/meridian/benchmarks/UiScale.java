package io.meridian.benchmarks;

/** How much of the pages is measured, and for how long. */
enum UiScale {
    FULL(500, 200, 60, 60),
    QUICK(500, 200, 15, 10),
    /** Only whether it can be measured at all. */
    SMOKE(20, 6, 2, 2);

    final int instances;
    final int tabs;
    final int tailSeconds;
    final int tabSeconds;

    UiScale(int instances, int tabs, int tailSeconds, int tabSeconds) {
        this.instances = instances;
        this.tabs = tabs;
        this.tailSeconds = tailSeconds;
        this.tabSeconds = tabSeconds;
    }
}
