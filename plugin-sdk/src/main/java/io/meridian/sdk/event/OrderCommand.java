package io.meridian.sdk.event;

/** Something that is to be done about an order. The same id a second time changes nothing. */
public abstract sealed class OrderCommand extends Event permits NewOrder, ModifyOrder, CancelOrder {
    OrderCommand() {}

    public abstract String orderId();

    public abstract String portfolio();

    public abstract String symbol();

    public abstract String venue();
}
