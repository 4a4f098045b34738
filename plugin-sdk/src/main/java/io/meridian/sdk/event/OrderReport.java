package io.meridian.sdk.event;

/** What happened to an order. */
public abstract sealed class OrderReport extends Event permits OrderEvent, Placement, Fill {
    OrderReport() {}

    public abstract String orderId();

    public abstract String portfolio();

    public abstract String symbol();

    public abstract String venue();
}
