package io.meridian.kernel.hub;

import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.PlacementDecoder;
import org.agrona.DirectBuffer;

/** Where a message has its order and its portfolio: what a grant for one portfolio's topic allows is only about that portfolio. */
final class Addressee {
    private static final int NAME = NewOrderDecoder.portfolioLength();
    private static final int ABSENT = -1;

    private final State state;

    Addressee(State state) {
        this.state = state;
    }

    /**
     * Whether a message is about a portfolio: by what it says, and by the order that it names.
     *
     * @param portfolio padded with zeros to {@link Names#LENGTH}
     */
    boolean isAbout(DirectBuffer portfolio, int template, DirectBuffer buffer, int offset, int length) {
        int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        int portfolioAt = portfolioAt(template);
        if (portfolioAt != ABSENT
                && (block + portfolioAt + NAME > offset + length || !says(portfolio, buffer, block + portfolioAt))) {
            return false;
        }
        int orderAt = orderAt(template);
        if (orderAt == ABSENT || block + orderAt + NewOrderDecoder.orderIdLength() > offset + length) {
            return orderAt == ABSENT;
        }
        int order = state.orders().find(buffer, block + orderAt);
        return order == Orders.NONE || state.names().is(state.orders().portfolio(order), portfolio, 0, Names.LENGTH);
    }

    private static boolean says(DirectBuffer portfolio, DirectBuffer buffer, int at) {
        for (int i = 0; i < NAME; i += Long.BYTES) {
            if (buffer.getLong(at + i) != portfolio.getLong(i)) {
                return false;
            }
        }
        return portfolio.getByte(NAME) == 0;
    }

    private static int portfolioAt(int template) {
        return switch (template) {
            case NewOrderDecoder.TEMPLATE_ID -> NewOrderDecoder.portfolioEncodingOffset();
            case ModifyOrderDecoder.TEMPLATE_ID -> ModifyOrderDecoder.portfolioEncodingOffset();
            case CancelOrderDecoder.TEMPLATE_ID -> CancelOrderDecoder.portfolioEncodingOffset();
            case OrderEventDecoder.TEMPLATE_ID -> OrderEventDecoder.portfolioEncodingOffset();
            case PlacementDecoder.TEMPLATE_ID -> PlacementDecoder.portfolioEncodingOffset();
            case FillDecoder.TEMPLATE_ID -> FillDecoder.portfolioEncodingOffset();
            default -> ABSENT;
        };
    }

    /** Of an order that is to exist already. */
    static int orderAt(int template) {
        return switch (template) {
            case ModifyOrderDecoder.TEMPLATE_ID -> ModifyOrderDecoder.orderIdEncodingOffset();
            case CancelOrderDecoder.TEMPLATE_ID -> CancelOrderDecoder.orderIdEncodingOffset();
            case OrderEventDecoder.TEMPLATE_ID -> OrderEventDecoder.orderIdEncodingOffset();
            case PlacementDecoder.TEMPLATE_ID -> PlacementDecoder.orderIdEncodingOffset();
            case FillDecoder.TEMPLATE_ID -> FillDecoder.orderIdEncodingOffset();
            case AllocationDecoder.TEMPLATE_ID -> AllocationDecoder.orderIdEncodingOffset();
            default -> ABSENT;
        };
    }
}
