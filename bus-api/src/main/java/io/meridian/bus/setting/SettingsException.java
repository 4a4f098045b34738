package io.meridian.bus.setting;

import java.util.List;

/** Settings that cannot be used. The message is for the person who wrote them and names every problem at once. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    SettingsException(List<String> problems) {
        super((problems.size() == 1 ? "1 problem" : problems.size() + " problems") + " in the settings:\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line a problem. */
    public List<String> problems() {
        return problems;
    }
}
