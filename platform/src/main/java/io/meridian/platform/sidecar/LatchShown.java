package io.meridian.platform.sidecar;

import io.meridian.sidecar.control.LatchState;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a latch is shown. */
public final class LatchShown {
    private LatchShown() {}

    /** For a person. */
    public static String text(LatchState state) {
        String who = state.by().isEmpty() ? "" : " by " + state.by() + " at " + state.at() + ": " + state.reason();
        return state.isSet()
                ? "LATCHED" + who + "\nNothing that bears orders is published until 'meridian release'."
                : "Not latched" + (who.isEmpty() ? "." : "; released" + who);
    }

    /** For a program. */
    public static Map<String, Object> fields(LatchState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("latched", state.isSet());
        fields.put("by", state.by());
        fields.put("reason", state.reason());
        fields.put("at", state.by().isEmpty() ? null : state.at().toString());
        return fields;
    }
}
