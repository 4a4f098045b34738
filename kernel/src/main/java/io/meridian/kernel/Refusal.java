package io.meridian.kernel;

import io.meridian.kernel.fold.Repeats;

/** Why a command is not taken. {@link Kernel#take} answers the code below zero; the sentence is for people. */
public enum Refusal {
    UNKNOWN_COMMAND(
            1, "The kernel takes no message of this kind. Send one that the trading schema calls a command or report."),
    MALFORMED(2, "The message is cut short or has values outside its schema. Encode it with the trading schema again."),
    BAD_TEXT(3, "An id or name is empty or not plain ASCII. Give one of letters, digits, minus and underscore."),
    WRONG_TOPIC(
            9,
            "The topic is not one where this may be said, or its portfolio is not the message's. Send it on the topic"
                    + " of its portfolio."),
    POOL_MAY_NOT(4, "Senders of this pool may not give this command. Send it from a plugin of the right pool."),
    UNKNOWN_INSTRUMENT(6, "The instrument is not defined. Send its Instrument message first."),
    INSTRUMENT_LOCKED(7, "The scales or currency of an instrument that is traded cannot change. Define a new one."),
    BAD_SCALE(8, "A price or quantity has more digits than the instrument, or is too large. Round it first."),

    ORDER_EXISTS(20, "Another order has this id. Give every order an id of its own."),
    UNKNOWN_ORDER(21, "No order of this id is kept. Look whether it was taken, or is long over."),
    UNKNOWN_PARENT(22, "The order this one is a part of is not kept. Send that one first."),
    BAD_QUANTITY(23, "The quantity is not above 0, not a multiple of the lot, or outside what the instrument allows."),
    BAD_PRICE(
            24,
            "A limit or stop price is missing, not above 0, not a multiple of the tick, or of no use to this order"
                    + " type."),
    BAD_DISPLAY(25, "The displayed quantity is not above 0 or more than the order's."),
    BAD_EXPIRY(26, "expireAt is missing, past, or given for an order that does not expire at a time."),
    BAD_FLAGS(27, "postOnly is for limit orders that may rest; it does not go with this order."),
    WRONG_CURRENCY(28, "The currency is not the instrument's. Leave it empty or give the right one."),
    BELOW_MINIMUM(29, "Price times quantity is below the least value that the instrument allows."),
    FIELD_LOCKED(30, "This field of the order cannot change, or not any more."),
    BELOW_FILLED(31, "The new quantity is below what is filled already."),
    NOTHING_CHANGES(32, "The modify changes nothing. Give at least one field."),
    CHANGE_WAITS(33, "A modify or cancel of the order waits for the venue's answer. Send the next one after it."),
    NO_SUCH_MOVE(34, "An order cannot go from its state to that one."),
    POOL_MAY_NOT_MOVE(35, "Senders of this pool may not bring an order or allocation to that state."),
    NEEDS_FILL(36, "Only a fill brings an order to that state, and it was not booked. Send the fill first."),
    TERMS_CHANGED(
            38,
            "The verdict is about other terms than the order has now. Look at the order as it is and say it again."),
    WRONG_ORDER(37, "Portfolio, symbol or venue are not those of the order of this id."),

    PLACEMENT_EXISTS(40, "Another order has a placement of this id."),
    OVER_PLACED(41, "With this placement more than the order's quantity would be at venues."),
    ORDER_NOT_APPROVED(42, "Compliance has not passed the order, or it is over; nothing of it may be placed."),
    NO_SUCH_PLACEMENT_MOVE(43, "A placement cannot go from its state to that one."),

    UNKNOWN_FILL(50, "The fill that is to be corrected or cancelled is not kept, or does not count any more."),
    OVERFILLED(51, "With this fill the order would be filled beyond its quantity. A person must look at it."),
    FILL_NOT_EXPECTED(52, "The order never was at a venue, or was rejected there. A person must look at this fill."),
    UNKNOWN_PLACEMENT(53, "The fill names a placement that is not kept or is not of this order."),
    WRONG_SIDE(54, "The fill's side is not the order's."),
    FILL_EXISTS(
            55, "Another fill of the venue has this trade id, with other numbers. Send a correction if it was wrong."),
    TOO_LATE(56, "The order is closed; its trades cannot change any more."),

    UNKNOWN_ALLOCATION(70, "No allocation of this id was asked for."),
    ALLOCATION_EXISTS(71, "An allocation of this id was asked for already."),
    BAD_SHARES(
            72,
            "The shares are none, too many, not above 0, more than is filled and free, or do not sum to the whole."),
    ALLOCATED(73, "What was filled is shared out already. Reject the allocation first."),
    NO_SUCH_ALLOCATION_MOVE(
            74,
            "An allocation is confirmed once it is requested, affirmed once it is confirmed, and rejected before it is"
                    + " affirmed, as long as its order is kept. Look at its state and send the step that follows."),

    STOPPED(
            80,
            "Trading of this sender, portfolio, venue or of everything is stopped. A named person must release it."),
    PRICE_COLLAR(81, "The price is too far from the market. Give one that is nearer."),
    MAX_QUANTITY(82, "The quantity is above the limit for one order. Send smaller orders."),
    MAX_VALUE(83, "The value is above the limit for one order. Send smaller orders."),
    MESSAGE_RATE(Repeats.TOO_MANY, "Too many new orders, modifies and cancels. Send fewer; cancels are always taken."),
    POSITION_LIMIT(85, "With this order the position could go beyond its limit. Reduce it first."),
    GROSS_EXPOSURE(86, "With this order the portfolio's gross exposure could go beyond its limit. Reduce it first."),
    NET_EXPOSURE(87, "With this order the portfolio's net exposure could go beyond its limit. Reduce it first."),
    DUPLICATE_ORDER(88, "Orders alike were just sent. If this one is meant, send it after the window."),
    RESTRICTED(90, "The instrument is on the restricted list."),
    SELF_TRADE(91, "The order could trade with one of our own. Cancel that one first."),
    NO_PRICE(
            92,
            "The order's value cannot be known: it has no price, and the instrument was never marked. Send a quote"
                    + " first."),
    BAD_LIMIT(93, "A limit is negative, has no window where it needs one, or names an instrument or currency wrongly."),
    BAD_CONTROL(
            94,
            "The kernel takes KILL, PAUSE, RELEASE, RESUME and CANCEL_ALL of the deployment, an instance, a portfolio"
                    + " or a venue."),

    BAD_DATE(60, "A date is none of the calendar, or is before the day that is open."),
    DAY_OPEN(61, "The day before has not ended. End it first."),
    DAY_NOT_OPEN(62, "No day of this date is open. Begin it first."),
    BAD_RATIO(63, "A split needs new and old shares, each from 1 to 1000000."),
    ORDERS_OPEN(64, "Orders in the instrument are open. Cancel them before the split and send them again after it."),
    BAD_AMOUNT(65, "The amount is absent or 0, or has no currency.");

    private static final Refusal[] BY_CODE = byCode();

    private final int code;
    private final String sentence;

    Refusal(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    private static Refusal[] byCode() {
        Refusal[] byCode = new Refusal[256];
        for (Refusal refusal : values()) {
            if (byCode[refusal.code] != null) {
                throw new IllegalStateException("code=" + refusal.code + " is there twice");
            }
            byCode[refusal.code] = refusal;
        }
        return byCode;
    }

    public int code() {
        return code;
    }

    /** What happened and what to do, for people. */
    public String sentence() {
        return sentence;
    }

    /** What {@link Kernel#take} answers. */
    public long answer() {
        return -code;
    }

    /** Of an answer below 0. */
    public static Refusal of(long answer) {
        return BY_CODE[(int) -answer];
    }
}
