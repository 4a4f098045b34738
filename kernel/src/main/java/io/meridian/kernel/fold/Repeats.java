package io.meridian.kernel.fold;

import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;

/**
 * Which refusals are remembered. A wish (new order, modify, cancel) that was refused stays refused when it comes again. A report
 * that was refused, such as a fill of an order that is not known yet, is looked at anew: what it tells has happened anyway.
 */
public final class Repeats {
    /** The code of the refusal of one message too many. It is not counted, or who sends on and on would never be heard again. */
    public static final int TOO_MANY = 84;

    private Repeats() {}

    public static boolean isRefusalKept(int template) {
        return template == NewOrderDecoder.TEMPLATE_ID
                || template == ModifyOrderDecoder.TEMPLATE_ID
                || template == CancelOrderDecoder.TEMPLATE_ID;
    }
}
