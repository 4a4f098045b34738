package io.meridian.plugins.router;

import io.meridian.sdk.annotation.Setting;
import java.time.Duration;
import java.util.List;

/** How orders are worked. */
public record RouterSettings(
        @Setting(value = "1s", doc = "How often a schedule is looked at.")
        Duration look,

        @Setting(value = "10", min = 1, max = 1000, doc = "Into how many slices TWAP divides its time.")
        int slices,

        @Setting(
                value = "12,9,8,7,6,6,6,7,8,9,10,12",
                doc = "The volume curve of VWAP: a weight for each equal stretch of the order's time.")
        List<String> curve,

        @Setting(value = "0.1", min = 0.001, max = 1, doc = "POV's share where the order names none.")
        double participation,

        @Setting(value = "5m", doc = "How long a schedule runs where the order names no end.")
        Duration horizon,

        @Setting(
                value = "AGGRESSIVE",
                doc = "AGGRESSIVE takes what is offered; PASSIVE waits at the best price of its own side until the"
                        + " next slice.")
        Style style) {
    /** How a slice is sent. */
    public enum Style {
        AGGRESSIVE,
        PASSIVE
    }
}
