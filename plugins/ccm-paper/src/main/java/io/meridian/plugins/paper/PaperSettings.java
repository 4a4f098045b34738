package io.meridian.plugins.paper;

import io.meridian.sdk.annotation.Setting;
import java.time.Duration;

/** How the venue behaves. */
public record PaperSettings(
        @Setting(value = "XNAS", doc = "The venue: whose market data it fills against, and its name in topics.")
        String venue,

        @Setting(value = "0ms", doc = "How long a command takes to reach the book.")
        Duration latency,

        @Setting(value = "0ms", doc = "At most so much longer, by chance.")
        Duration jitter,

        @Setting(
                value = "0",
                min = -0.1,
                max = 0.1,
                doc = "Fee of a resting order, as a fraction of the value; negative is a rebate.")
        double makerFee,

        @Setting(value = "0", min = -0.1, max = 0.1, doc = "Fee of an order that takes, as a fraction of the value.")
        double takerFee,

        @Setting(value = "0", min = 0, max = 1000, doc = "The least fee of a trade.")
        double leastFee,

        @Setting(value = "1", min = 0, max = 1, doc = "How much of the size the market shows may be taken.")
        double share,

        @Setting(value = "0", min = 0, max = 1, doc = "How many orders are rejected by chance.")
        double rejectRate,

        @Setting(value = "0s", doc = "The session breaks after so long, again and again; 0: never.")
        Duration disconnectEvery,

        @Setting(value = "5s", doc = "How long a broken session stays so.")
        Duration disconnectFor,

        @Setting(value = "false", doc = "Whether open orders end when the session breaks.")
        boolean cancelOnDisconnect,

        @Setting(value = "1", doc = "The same seed gives the same chances.")
        long seed) {}
